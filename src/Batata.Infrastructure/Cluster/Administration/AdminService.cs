using Batata.Application.Abstractions;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>What an operator asks this node, <c>proto/cluster/admin.proto</c>. Who reaches it holds the key of the cluster, or may open the node's data folder.</summary>
internal sealed class AdminService(RaftNode node, NodeStatusReader status) : Admin.AdminBase
{
    public override Task<StatusReply> Status(StatusRequest request, ServerCallContext context) => status.ReadAsync(context.CancellationToken);

    public override async Task<TakeSnapshotReply> TakeSnapshot(TakeSnapshotRequest request, ServerCallContext context)
    {
        try
        {
            var before = FolderSize.Of(node.Folder?.LogPath ?? "");
            var known = node.NewestSnapshot?.Index;
            var taken = await node.TakeSnapshotAsync(context.CancellationToken);
            return new TakeSnapshotReply
            {
                Index = taken.Index,
                Term = taken.Term,
                Bytes = new FileInfo(taken.Path).Length,
                IsNew = taken.Index != known,
                LogBytesBefore = before,
                LogBytesAfter = FolderSize.Of(node.Folder!.LogPath),
            };
        }
        catch (UnavailableException e)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, e.Message));
        }
        catch (IOException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The snapshot could not be written: {e.Message}"));
        }
    }
}
