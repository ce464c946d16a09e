using System.Globalization;
using Batata.Infrastructure.Cluster.Wire;
using Google.Protobuf;

namespace Batata.Host.Commands.Cluster;

/// <summary>What a node said of itself and the others, for programs and for people.</summary>
internal static class StatusText
{
    public static NodeJson Of(StatusReply reply)
    {
        var node = reply.Node;
        var self = reply.Members.FirstOrDefault(static member => member.IsSelf);
        var snapshot = node.SnapshotIndex == 0 ? null : new SnapshotJson(node.SnapshotIndex, node.SnapshotBytes, DateTimeOffset.FromUnixTimeMilliseconds(node.SnapshotUnixMs));
        return new NodeJson(
            IdOf(node.NodeId), node.Name, node.Address, self is null ? "unknown" : RoleOf(self), Said(node.Leader), node.Version, node.ProcessId,
            DateTimeOffset.FromUnixTimeMilliseconds(node.StartedUnixMs), node.InCluster, node.Term, node.LastIndex, node.CommittedIndex, node.AppliedIndex, node.LogBytes, node.StateBytes, snapshot,
            node.Ready, Said(node.Problem), node.DataPath, node.DiskFreeBytes, node.DiskTotalBytes,
            node.FeatureLevel, node.SupportedFeatureLevel, Said(node.WaitsFor), [.. reply.Members.Select(Of)]);
    }

    public static void Print(TextWriter output, NodeJson node)
    {
        Line("node", node.Name == node.Address ? node.Address : $"{node.Name} ({node.Address})");
        if (node.Id is not null) Line("id", node.Id);
        Line("version", $"{node.Version}, process {Number(node.Pid)}, up {Since(node.StartedAt)}");
        Line("level", node.FeatureLevel == node.SupportedFeatureLevel ? Number(node.FeatureLevel) : $"{Number(node.FeatureLevel)}; this release brings {Number(node.SupportedFeatureLevel)}");
        Line("role", !node.InCluster ? "alone" : $"{node.Role} in term {Number(node.Term)}; the leader is {node.Leader ?? "not known"}");
        Line("ready", node.Ready ? node.Problem is null ? "yes" : $"yes; {node.Problem}" : $"no: {node.Problem}");
        if (node.WaitsFor is not null) Line("members", node.WaitsFor);
        Line("log", $"last entry {Number(node.LastIndex)}, committed {Number(node.CommittedIndex)}, applied {Number(node.AppliedIndex)}; {Size(node.LogBytes)}");
        Line("snapshot", node.Snapshot is { } taken ? $"entry {Number(taken.Index)}, {Size(taken.Bytes)}, {Since(taken.TakenAt!.Value)} ago" : "none yet");
        Line("data", $"{node.DataPath}: state {Size(node.StateBytes)}; disk {Size(node.DiskFreeBytes)} free of {Size(node.DiskTotalBytes)}");
        if (!node.InCluster) return;
        output.WriteLine();
        Print(output, node.Members);

        void Line(string name, string text) => output.WriteLine($"{name,-9} {text}");
    }

    public static void Print(TextWriter output, IReadOnlyList<MemberJson> members)
    {
        string[][] rows =
        [
            ["MEMBER", "NAME", "ROLE", "CONDITION", "APPLIED", "LAG", "HEARD", "VERSION"],
            .. members.Select(static member => (string[])
            [
                member.Address + (member.IsSelf ? " *" : ""), member.Name == member.Address ? "-" : member.Name, member.Role, member.Condition, Number(member.AppliedIndex), Number(member.Lag),
                member.IsSelf ? "-" : member.HeardMsAgo is { } ago ? $"{Number(ago)} ms ago" : "never", member.Version ?? "-",
            ]),
        ];
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows) output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        foreach (var member in members.Where(static member => member.Problem is not null)) output.WriteLine($"{member.Address}: {member.Problem}");
    }

    public static string Size(long bytes) => bytes switch
    {
        < 1024 => $"{Number(bytes)} B",
        < 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:F1} KiB"),
        < 1024L * 1024 * 1024 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):F1} MiB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024 * 1024):F1} GiB"),
    };

    private static MemberJson Of(MemberStatus member) => new(
        IdOf(member.NodeId), member.Address, member.Name, RoleOf(member), member.Condition, member.IsSelf, Said(member.Version), member.CommittedIndex, member.AppliedIndex, member.Lag,
        member.HasHeardMsAgo ? member.HeardMsAgo : null, Said(member.Problem));

    private static string RoleOf(MemberStatus member) => member.Leads ? "leader" : member.Votes ? "follower" : "waiting";

    private static string? IdOf(ByteString id) => id.Length == 16 ? new Guid(id.Span, bigEndian: true).ToString("D") : null;

    private static string? Said(string text) => text.Length == 0 ? null : text;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Since(DateTimeOffset moment)
    {
        var span = DateTimeOffset.UtcNow - moment;
        return span.TotalDays >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} d {span.Hours} h")
            : span.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min")
            : span.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min {span.Seconds} s")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, span.Seconds)} s");
    }
}
