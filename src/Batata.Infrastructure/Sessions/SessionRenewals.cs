using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Sessions;
using Batata.Domain.Sessions;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Infrastructure.Sessions;

/// <summary>Renews here while this node leads, else asks the leader. A renewal may be asked for as often as one likes, so the next leader is asked when this one is gone.</summary>
internal sealed class SessionRenewals(
    RaftNode node, ILeaderLease lease, PeerClients peers, SessionTimers timers, ISessionQueries sessions, IReadBarrier barrier, TimeProvider time) : ISessionRenewals
{
    /// <summary>Consul's <c>rpc_hold_timeout</c>.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(7);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public async ValueTask<Session?> RenewAsync(string id, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            bool? renewed;
            while ((renewed = await TryAsync(id, both.Token)) is null) await Task.Delay(Pause, time, both.Token);
            return renewed.Value ? await FindAsync(id, both.Token) : null;
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new UnavailableException("No leader could be asked.", e);
        }
    }

    /// <returns>Null when this node does not lead; false when there is no such session.</returns>
    public async ValueTask<bool?> RenewHereAsync(string id, CancellationToken cancellationToken)
    {
        var led = node.Led;
        if (!lease.TryHold(out _)) return null;
        if (timers.Renew(id) is not { } renewed)
        {
            // Without a TTL there is nothing to move. A new leader may not have applied all that the old one answered.
            renewed = await FindAsync(id, cancellationToken) is { } found && (found.TtlMs == 0 || timers.Renew(id) is true);
        }
        return led.IsCancellationRequested ? null : renewed; // the next leader began all timers anew, or will
    }

    private async ValueTask<bool?> TryAsync(string id, CancellationToken cancellationToken)
    {
        if (lease.TryHold(out _)) return await RenewHereAsync(id, cancellationToken);
        if (node.Leadership is not { Remote: { } leader } leadership) return null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(leadership.Changed, cancellationToken);
        try
        {
            var reply = await peers.SessionsOf(leader).RenewAsync(new RenewSession { Id = id }, cancellationToken: either.Token);
            return reply.HasFound ? reply.Found : null;
        }
        catch (RpcException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private async ValueTask<Session?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if ((await sessions.FindAsync(id, cancellationToken)).Session is { } found) return found;
        await barrier.WaitAsync(cancellationToken);
        return (await sessions.FindAsync(id, cancellationToken)).Session;
    }
}
