using System.Globalization;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Wire;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using Process = System.Diagnostics.Process;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>How this node fares and what it knows of the others, for an operator.</summary>
internal sealed class NodeStatusReader(RaftNode node, IClusterNodes nodes, IMembers members, FeatureLevels levels, IOptions<ClusterOptions> options, TimeProvider time)
{
    /// <summary>Asks the others anew; those that do not answer within a second are told of as they were.</summary>
    public async Task<StatusReply> ReadAsync(CancellationToken cancellationToken)
    {
        var view = members.Current;
        await nodes.RefreshAsync([.. view.Others.Select(static member => new MemberName(member.Host, member.MainPort, member.RaftPort))], cancellationToken);
        var all = nodes.All();
        var self = nodes.Self;
        var committed = all.Max(static one => one.Log?.CommittedIndex ?? 0);
        var reply = new StatusReply { Node = Node(self) };
        foreach (var one in all)
        {
            var member = view.All.FirstOrDefault(other => other.Address == one.Name.Address);
            reply.Members.Add(Member(one, member, self.Log?.Leader, committed));
        }
        return reply;
    }

    private NodeStatus Node(ClusterNode self)
    {
        using var process = Process.GetCurrentProcess();
        var folder = node.Folder;
        var status = new NodeStatus
        {
            NodeId = IdOf(members.Current.Self.Id),
            Name = self.Label,
            Address = self.Name.Address,
            Version = self.Version ?? "",
            ProcessId = process.Id,
            StartedUnixMs = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds(),
            InCluster = node.IsCluster,
            Leader = self.Log?.Leader?.Address ?? "",
            Term = self.Log?.Term ?? 0,
            LastIndex = node.LastIndex,
            CommittedIndex = self.Log?.CommittedIndex ?? 0,
            AppliedIndex = node.State?.AppliedIndex ?? 0,
            Ready = node.NotReadyReason is null,
            Problem = node.NotReadyReason ?? node.Shortage ?? "",
            FeatureLevel = levels.Reached,
            SupportedFeatureLevel = levels.Supported,
            WaitsFor = node.Members is { } membership ? membership.Note ?? (levels.Supported > levels.Reached ? membership.BehindOf(levels.Supported) : "") : "",
            DataPath = folder?.Path ?? Path.GetFullPath(options.Value.DataPath),
        };
        if (folder is null) return status;
        status.LogBytes = FolderSize.Of(folder.LogPath);
        status.StateBytes = FolderSize.Of(Path.GetDirectoryName(folder.StateFile)!);
        if (node.NewestSnapshot is { } snapshot && new FileInfo(snapshot.Path) is { Exists: true } file)
            (status.SnapshotIndex, status.SnapshotBytes, status.SnapshotUnixMs) = (snapshot.Index, file.Length, new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds());
        var drive = new DriveInfo(folder.Path);
        (status.DiskFreeBytes, status.DiskTotalBytes) = (drive.AvailableFreeSpace, drive.TotalSize);
        return status;
    }

    private MemberStatus Member(ClusterNode one, ClusterMember? member, MemberName? leader, long committed)
    {
        var status = new MemberStatus
        {
            Address = one.Name.Address,
            Name = one.Label,
            Condition = one.Condition.ToString().ToUpper(CultureInfo.InvariantCulture),
            Leads = leader == one.Name,
            Votes = one.Log?.Voters.Contains(one.Name) ?? member?.Votes ?? false,
            IsSelf = member?.IsSelf ?? false,
            Version = one.Version ?? "",
            CommittedIndex = one.Log?.CommittedIndex ?? 0,
            AppliedIndex = one.Log?.AppliedIndex ?? 0,
            Problem = one.Problem ?? "",
            NodeId = IdOf(member?.Id ?? Guid.Empty),
        };
        status.Lag = Math.Max(0, committed - status.AppliedIndex);
        if (one.HeardAt is { } heard) status.HeardMsAgo = Math.Max(0, (long)(time.GetUtcNow() - heard).TotalMilliseconds);
        return status;
    }

    private static ByteString IdOf(Guid id) => id == Guid.Empty ? ByteString.Empty : Peers.NodeService.ToBytes(id);
}
