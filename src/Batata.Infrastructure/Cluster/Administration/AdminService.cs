using Batata.Application.Abstractions;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>What an operator asks this node, <c>proto/cluster/admin.proto</c>. Who reaches it holds the key of the cluster, or may open the node's data folder.</summary>
internal sealed class AdminService(RaftNode node, NodeStatusReader status, LeaderTransfer transfer, MemberRemoval removal, BackupSource backups, StateComparison comparison, StateDigests digests, TimeProvider time) : Admin.AdminBase
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

    public override async Task<TransferLeadershipReply> TransferLeadership(TransferLeadershipRequest request, ServerCallContext context)
    {
        var to = request.To.Length > 0 ? request.To : null;
        var changed = await (request.Forwarded ? transfer.FromHereAsync(to, context.CancellationToken) : transfer.TransferLeadershipAsync(to, context.CancellationToken));
        return changed.Ok
            ? new TransferLeadershipReply { Leader = changed.Value.Leader, Before = changed.Value.Before, Term = changed.Value.Term }
            : throw new RpcException(new Status(StatusCode.FailedPrecondition, changed.Failure.Message));
    }

    public override async Task<RemoveMemberReply> RemoveMember(RemoveMemberRequest request, ServerCallContext context)
    {
        if (request.NodeId.Length != 16) throw new RpcException(new Status(StatusCode.InvalidArgument, "An id has 16 bytes."));
        var id = new Guid(request.NodeId.Span, bigEndian: true);
        var removed = await (request.Forwarded ? removal.FromHereAsync(id, context.CancellationToken) : removal.RemoveAsync(id, context.CancellationToken));
        return removed.Ok ? new RemoveMemberReply() : throw new RpcException(new Status(StatusCode.FailedPrecondition, removed.Failure.Message));
    }

    public override async Task<PrepareToLeadReply> PrepareToLead(PrepareToLeadRequest request, ServerCallContext context)
    {
        while (node.LastIndex < request.LastIndex) await Task.Delay(TimeSpan.FromMilliseconds(5), time, context.CancellationToken); // until the caller's deadline
        return new PrepareToLeadReply { Problem = node.NotWritableReason ?? "" };
    }

    public override async Task<StandAsideReply> StandAside(StandAsideRequest request, ServerCallContext context)
    {
        await node.StandAsideAsync(TimeSpan.FromMilliseconds(Math.Clamp(request.AtMostMs, 0, 10_000)));
        return new StandAsideReply();
    }

    public override Task Backup(BackupRequest request, IServerStreamWriter<BackupPart> responseStream, ServerCallContext context) =>
        backups.SendAsync(request.Stale, responseStream, context.CancellationToken);

    public override Task<CheckReply> Check(CheckRequest request, ServerCallContext context) => comparison.CompareAsync(context.Deadline, context.CancellationToken);

    public override async Task<DigestReply> Digest(DigestRequest request, ServerCallContext context) =>
        StateComparison.ToWire(await digests.AtAsync(request.MarkId, context.CancellationToken));
}
