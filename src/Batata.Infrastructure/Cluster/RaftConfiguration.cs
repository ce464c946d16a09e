using System.Net;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster;

/// <summary>Who is in the cluster and how its nodes talk.</summary>
internal static class RaftConfiguration
{
    /// <summary>A node alone: leader at once, without a port.</summary>
    public static RaftCluster.NodeConfiguration For(ClusterOptions options, ILoggerFactory loggers)
    {
        var nobody = new LoneTransport();
        return new RaftCluster.CustomTransportConfiguration(new IPEndPoint(options.ListenAddress, options.RaftPort), nobody, nobody)
        {
            ConfigurationStorage = null!, // in memory: members come from the settings and not from the log
            LowerElectionTimeout = 500,
            UpperElectionTimeout = 1000,
            LoggerFactory = loggers,
        };
    }
}
