using System.Globalization;
using System.Text;
using System.Text.Json;
using Batata.Testing.Nodes;
using Batata.Testing.Programs;

namespace Batata.Conformance.Tests.Recordings;

/// <summary>Replays a recording against a node with the tool it came with, and judges what the tool found.</summary>
internal static class RecordingPlayer
{
    // Debian's Python: the one that Debian's grpcio is installed for.
    private const string Python = "/usr/bin/python3";

    /// <returns>What differs from the recording, for people; empty when all is as expected.</returns>
    /// <param name="token">Of the administrator, for recordings that need a login.</param>
    public static async Task<string> PlayAsync(Recording recording, NodeProcess node, string token = "")
    {
        var report = Path.GetTempFileName();
        try
        {
            var tool = Path.Combine(Recording.Folder, "tools", recording.IsDns ? "conform_dns.py" : recording.IsGrpc ? "conform_grpc.py" : "conform.py");
            var run = await ProgramRun.OfAsync(
                Python,
                [tool, "check", .. Addresses(recording, node), "--verbose", "--json", report, .. Login(recording, token), recording.FilePath],
                patience: TimeSpan.FromMinutes(4));
            return Judge(recording, run, await File.ReadAllTextAsync(report));
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static string[] Addresses(Recording recording, NodeProcess node) => recording.IsDns
        ? ["--base", node.Consul, "--dns", string.Create(CultureInfo.InvariantCulture, $"{node.Host}:{node.Ports.Dns}")]
        : ["--base", $"nacos={node.Nacos}", "--base", $"console={node.Console}", "--base", $"consul={node.Consul}"];

    private static string[] Login(Recording recording, string token) => recording switch
    {
        { NeedsLogin: false } => [],
        { IsGrpc: true } => ["--let", $"admin={token}"],
        _ => ["--let", $"adminpass={GuardedNode.Password}", "--let", $"token={token}"],
    };

    /// <summary>Fails with all that differs; xunit's own message would cut it short.</summary>
    public static void AssertSame(string problems)
    {
        if (problems.Length > 0)
            Assert.Fail("Steps that differ from the recording:\n" + problems);
    }

    private static string Judge(Recording recording, ProgramRun run, string report)
    {
        using var steps = JsonDocument.Parse(report.Length > 0 ? report : "[]");
        if (steps.RootElement.GetArrayLength() == 0)
            return $"no step was compared:\n{run.Output}";
        var problems = new StringBuilder();
        foreach (var step in steps.RootElement.EnumerateArray())
        {
            var label = step.GetProperty("step").GetString()!;
            var differences = step.GetProperty("problems").EnumerateArray().Select(static p => p.ToString()).ToList();
            var known = recording.Known.Contains(NumberOf(label));
            if (differences.Count > 0 && !known)
                problems.AppendLine(label).AppendJoin('\n', differences.Select(static d => "    " + d)).AppendLine();
            if (differences.Count == 0 && known)
                problems.Append(label).AppendLine(": passes now, take it out of its list in recordings.txt");
        }

        return problems.ToString();
    }

    // "nacos-config-v1-publish-get#12 GET /v1/cs/configs"
    private static int NumberOf(string label) =>
        int.Parse(label[(label.IndexOf('#', StringComparison.Ordinal) + 1)..].Split(' ')[0], CultureInfo.InvariantCulture);
}
