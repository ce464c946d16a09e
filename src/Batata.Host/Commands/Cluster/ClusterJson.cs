using System.Text.Json.Serialization;

namespace Batata.Host.Commands.Cluster;

internal sealed record NodeJson(
    string? Id, string Name, string Address, string Role, string? Leader, string Version, int Pid, DateTimeOffset StartedAt, bool InCluster, long Term, long LastIndex, long CommittedIndex,
    long AppliedIndex, long LogBytes, long StateBytes, SnapshotJson? Snapshot, bool Ready, string? Problem, string DataPath, long DiskFreeBytes, long DiskTotalBytes,
    int FeatureLevel, int SupportedFeatureLevel, string? WaitsFor, IReadOnlyList<MemberJson> Members);

internal sealed record MemberJson(
    string? Id, string Address, string Name, string Role, string Condition, bool IsSelf, string? Version, long CommittedIndex, long AppliedIndex, long Lag, long? HeardMsAgo, string? Problem);

internal sealed record SnapshotJson(long Index, long Bytes, DateTimeOffset? TakenAt);

internal sealed record TakenJson(long Index, long Term, long Bytes, bool IsNew, long LogBytesBefore, long LogBytesAfter);

internal sealed record ComparedJson(bool Same, long Index, IReadOnlyList<ComparedNodeJson> Nodes);

/// <param name="Differs">Tables that are not as on most nodes.</param>
internal sealed record ComparedNodeJson(string Address, long? Index, string? Problem, IReadOnlyList<string> Differs, IReadOnlyDictionary<string, TableJson> Tables);

internal sealed record TableJson(long Rows, string Digest);

internal sealed record LeaderJson(string Leader, string Before, long Term);

internal sealed record BackupJson(string File, long Bytes, string Sha256, long Index, DateTimeOffset CreatedAt, string Version, string Node);

internal sealed record RestoredJson(string File, string DataPath, long Index, DateTimeOffset CreatedAt, string Version, string Node);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeJson))]
[JsonSerializable(typeof(IReadOnlyList<MemberJson>))]
[JsonSerializable(typeof(TakenJson))]
[JsonSerializable(typeof(ComparedJson))]
[JsonSerializable(typeof(LeaderJson))]
[JsonSerializable(typeof(BackupJson))]
[JsonSerializable(typeof(RestoredJson))]
internal sealed partial class ClusterJson : JsonSerializerContext;
