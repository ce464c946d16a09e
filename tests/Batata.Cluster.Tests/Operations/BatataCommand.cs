using System.Diagnostics;
using System.Text.Json;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Operations;

/// <summary>A run of the program as an operator starts it.</summary>
internal sealed record BatataCommand(int ExitCode, string Output, string Errors)
{
    /// <summary>On the machine and with the data folder of the node.</summary>
    public static Task<BatataCommand> OnAsync(NodeProcess node, params string[] arguments) => RunAsync([.. arguments, "--data", node.DataFolder]);

    /// <summary>From another machine.</summary>
    public static Task<BatataCommand> ToAsync(NodeProcess node, string secret, params string[] arguments) =>
        RunAsync([.. arguments, "--node", $"127.0.0.1:{node.Ports.Main}", $"--batata.cluster.secret={secret}"]);

    /// <summary>The same, with certificates.</summary>
    public static Task<BatataCommand> ToAsync(NodeProcess node, IReadOnlyDictionary<string, string> identity, params string[] arguments) =>
        RunAsync([.. arguments, "--node", $"127.0.0.1:{node.Ports.Main}", .. identity.Select(static one => $"--{one.Key}={one.Value}")]);

    public static async Task<BatataCommand> RunAsync(params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("batata-command-").FullName;
        var start = new ProcessStartInfo(NodeProgram.Dotnet, [NodeProgram.HostDll, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
        foreach (var name in start.Environment.Keys.Where(static name => name.StartsWith("NACOS_", StringComparison.Ordinal) || name.StartsWith("BATATA_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return new BatataCommand(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Its result, when it was run with <c>--json</c>.</summary>
    public JsonElement Json()
    {
        Assert.True(Output.Length > 0, $"ended with {ExitCode}: {Errors}");
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }

    public BatataCommand Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"ended with {ExitCode} instead of {exitCode}:\n{Output}\n{Errors}");
        return this;
    }
}
