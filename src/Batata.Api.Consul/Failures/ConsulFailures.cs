using Batata.Application.Cluster;
using Batata.Domain.KeyValue;
using Batata.Domain.Sessions;
using Batata.Domain.Shared;

namespace Batata.Api.Consul;

/// <summary>Refusals in the words that clients of Consul look for. What nothing else is said of is a 500, as there.</summary>
internal static class ConsulFailures
{
    public const string NoLeader = "No cluster leader";
    public const string NoDatacenter = "No path to datacenter";

    public static string TextOf(Failure failure) => failure.Code switch
    {
        ClusterFailures.UnavailableCode => NoLeader,
        KeyFailures.SessionCode => $"raft apply failed: {failure.Message}",
        SessionFailures.RefusedCode => $"apply failed: {failure.Message}",
        _ => failure.Message,
    };
}
