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
        return new RaftCluster.CustomTransportConfiguration(new IPEndPoint(options.ListenAddress, options.RaftPort), nobody, nobody)
        {
            ConfigurationStorage = null!, // in memory: members come from the settings and not from the log
            LowerElectionTimeout = LowerElectionMs,
            UpperElectionTimeout = UpperElectionMs,
            LoggerFactory = loggers,
        };
    }

    /// <param name="votes">False for a node that must not take part in elections yet.</param>
    public static RaftCluster.NodeConfiguration Among(ClusterOptions options, PeerTransport peers, bool votes, RaftLoggers loggers) =>
        new RaftCluster.CustomTransportConfiguration(new IPEndPoint(options.ListenAddress, options.RaftPort), peers.Listener, peers.Connector)
        {
            PublicEndPoint = options.Self.RaftEndPoint,
            ConfigurationStorage = new FixedMembers(options.Members),
            LowerElectionTimeout = LowerElectionMs,
            UpperElectionTimeout = UpperElectionMs,
            // TLS included. With its default, RequestTimeout, one node that hangs keeps the others from electing a leader.
            ConnectTimeout = TimeSpan.FromMilliseconds(300),
            // Sending a snapshot and installing it; and how long a leader that is cut off believes in itself, which is why there is a lease.
            RequestTimeout = TimeSpan.FromSeconds(20),
            IsLeaderLeaseEnabled = true,
            // Rounds that a slow follower may be behind before it is passed over; it costs a place in a queue.
            MaxReplicationLag = 1024,
            Standby = !votes,
            LoggerFactory = loggers,
        };
}
