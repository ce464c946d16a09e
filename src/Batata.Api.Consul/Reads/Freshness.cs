using Batata.Api.Consul.Http;
using Batata.Application.Abstractions;

namespace Batata.Api.Consul.Reads;

/// <summary>What the modes of reads promise. Without one a read never serves the past; <c>stale</c> takes what this node has. Protocol source: Consul <c>Server.ForwardRPC</c>.</summary>
internal sealed class Freshness(IReadBarrier barrier, LeaderContacts contacts)
{
    /// <summary>Nothing that was acknowledged anywhere is missing here.</summary>
    public bool IsKnown => barrier.IsPassed;

    /// <summary>Waits until this node may answer as it was asked to.</summary>
    /// <returns>The mode that was used. What has grown older than was allowed is asked for as without a mode, as Consul's agents do.</returns>
    /// <exception cref="UnavailableException">No leader could be asked in time.</exception>
    public async ValueTask<string> ReachAsync(QueryOptions query, CancellationToken cancellationToken)
    {
        if (query.Stale && (query.MaxStaleMs == 0 || contacts.Now().AgoMs <= query.MaxStaleMs)) return "stale";
        if (query.Consistent || !barrier.IsPassed) await barrier.WaitAsync(cancellationToken);
        return query.Consistent ? "consistent" : "leader";
    }
}
