using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Infrastructure.Cluster.Nodes;

/// <summary>Asks every node how busy it is. Protocol source: Nacos 3.1 <c>NacosServerLoaderService</c>, which waits five seconds for all.</summary>
internal sealed class ClusterLoad(IMembers members, PeerClients peers, IEnumerable<IClientLoad> fronts) : IClusterLoad
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyList<(MemberName Node, ClientLoad Load)>> CollectAsync(CancellationToken cancellationToken)
    {
        var view = members.Current;
        var asked = view.Others.Select(async member => (Node: NodeWire.Name(member), Load: await AskAsync(member, cancellationToken))).ToList();
        var own = fronts.Select(front => (NodeWire.Name(view.Self), front.Current));
        return [.. own, .. (await Task.WhenAll(asked)).Where(static one => one.Load is not null).Select(static one => (one.Node, one.Load!))];
    }

    public async Task<bool> MoveDownToAsync(MemberName node, int count, string? redirectTo, CancellationToken cancellationToken)
    {
        var view = members.Current;
        if (node == NodeWire.Name(view.Self))
        {
            foreach (var front in fronts) front.MoveDownTo(count, redirectTo);
            return true;
        }
        var member = view.Others.FirstOrDefault(one => NodeWire.Name(one) == node);
        if (member is null) return false;
        var request = new MoveClientsRequest { DownTo = count, RedirectTo = redirectTo ?? "" };
        return await TryAsync(async () => await peers.OperationsOf(member).MoveClientsAsync(request, deadline: Deadline, cancellationToken: cancellationToken), cancellationToken) is not null;
    }

    private async Task<ClientLoad?> AskAsync(ClusterMember member, CancellationToken cancellationToken)
    {
        var reply = await TryAsync(async () => await peers.OperationsOf(member).LoadAsync(new LoadRequest(), deadline: Deadline, cancellationToken: cancellationToken), cancellationToken);
        return reply is null ? null : new ClientLoad(reply.Connections, reply.FromSdks, reply.MachineLoad, reply.Cpu);
    }

    private static DateTime Deadline => DateTime.UtcNow + AnswerPatience;

    private static async Task<T?> TryAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await call();
        }
        catch (RpcException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
