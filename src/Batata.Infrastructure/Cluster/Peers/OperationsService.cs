using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>What operators ask this node through another, <c>proto/cluster/operations.proto</c>.</summary>
/// <param name="fronts">None in a process without a front that keeps connections.</param>
internal sealed class OperationsService(IEnumerable<IClientLoad> fronts) : Operations.OperationsBase
{
    public override Task<LoadReply> Load(LoadRequest request, ServerCallContext context)
    {
        var reply = new LoadReply();
        foreach (var load in fronts.Select(static front => front.Current))
        {
            reply.Connections += load.Connections;
            reply.FromSdks += load.FromSdks;
            (reply.MachineLoad, reply.Cpu) = (load.MachineLoad, load.Cpu);
        }
        return Task.FromResult(reply);
    }

    public override Task<MoveClientsReply> MoveClients(MoveClientsRequest request, ServerCallContext context) => Task.FromResult(new MoveClientsReply
    {
        Told = fronts.Sum(front => front.MoveDownTo(request.DownTo, request.RedirectTo.Length > 0 ? request.RedirectTo : null)),
    });
}
