using System.Net;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster;

/// <summary>Who is in the cluster and how its nodes talk.</summary>
internal static class RaftConfiguration
{
    private const int LowerElectionMs = 500;
    private const int UpperElectionMs = 1000;

    /// <summary>A node alone: leader at once, without a port.</summary>
    public static RaftCluster.NodeConfiguration Alone(ClusterOptions options, ILoggerFactory loggers)
    {
        var nobody = new LoneTransport();
        var self = Guid.NewGuid();
        return new RaftCluster.CustomTransportConfiguration(new IPEndPoint(options.ListenAddress, options.RaftPort), nobody, nobody)
        {
            PublicEndPoint = new NodeEndPoint(self),
            ConfigurationStorage = new LoneMember(self),
            LowerElectionTimeout = LowerElectionMs,
            UpperElectionTimeout = UpperElectionMs,
            LoggerFactory = loggers,
        };
    }

    /// <param name="members">Who votes; nobody while this node is new.</param>
    public static RaftCluster.NodeConfiguration Among(ClusterOptions options, PeerTransport peers, MemberStore members, RaftLoggers loggers) =>
        new RaftCluster.CustomTransportConfiguration(new IPEndPoint(options.ListenAddress, options.RaftPort), peers.Listener, peers.Connector)
        {
            PublicEndPoint = new NodeEndPoint(members.Self),
            ConfigurationStorage = members,
            ColdStart = false, // a node that knows no members waits for them
            LowerElectionTimeout = LowerElectionMs,
            UpperElectionTimeout = UpperElectionMs,
            // TLS included. With its default, RequestTimeout, one node that hangs keeps the others from electing a leader.
            ConnectTimeout = TimeSpan.FromMilliseconds(300),
            // Sending a snapshot and installing it; and how long a leader that is cut off believes in itself, which is why there is a lease.
            RequestTimeout = TimeSpan.FromSeconds(20),
            IsLeaderLeaseEnabled = true,
            // Rounds that wait for a slow follower. Each brings it only the entries of its time, so with many of them a follower that stood still, or answers slower than
            // the others, stays as far behind for as long as others are written to, and writes through it get no answer. One that is passed over gets all it lacks at once.
            MaxReplicationLag = 16,
            LoggerFactory = loggers,
        };
}
