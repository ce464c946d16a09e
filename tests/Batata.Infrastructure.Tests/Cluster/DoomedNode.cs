using System.Diagnostics;
using System.Globalization;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>A node in a process of its own that publishes, says what was acknowledged, and is killed while at it.</summary>
internal static class DoomedNode
{
    public const string Command = "publish-until-killed";

    /// <summary>Runs in the child. Each writer counts up the content of its own config and prints the number once it is acknowledged.</summary>
    public static async Task RunAsync(string data, string prefix, int writers)
    {
        await using var node = await TestNode.StartAsync(data, o => o.SnapshotEntries = 300);
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var printing = new Lock();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(async writer =>
        {
            for (var i = 1; ; i++)
            {
                var outcome = await node.PublishAsync(KeyOf(prefix, writer), ContentOf(i));
                if (!outcome.Ok) throw new InvalidOperationException(outcome.Failure.Message);
                lock (printing) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{writer} {i}"));
            }
        }));
    }

    /// <summary>Runs in the test: starts the child and kills it after so many acknowledgements.</summary>
    /// <returns>The last acknowledged number of each writer; 0 for none.</returns>
    public static async Task<int[]> RunAndKillAsync(string data, string prefix, int writers, int acknowledged)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList = { typeof(DoomedNode).Assembly.Location, Command, data, prefix, writers.ToString(CultureInfo.InvariantCulture) },
        };
        using var child = Process.Start(start)!;
        var errors = child.StandardError.ReadToEndAsync();
        try
        {
            var last = new int[writers];
            var seen = 0;
            while (await child.StandardOutput.ReadLineAsync() is { } line)
            {
                var space = line.IndexOf(' ', StringComparison.Ordinal);
                if (space < 0 || !int.TryParse(line.AsSpan(space + 1), CultureInfo.InvariantCulture, out var number)) continue; // cut off by the kill
                last[int.Parse(line.AsSpan(0, space), CultureInfo.InvariantCulture)] = number;
                if (++seen == acknowledged) child.Kill();
            }
            await child.WaitForExitAsync();
            return seen >= acknowledged ? last : throw new InvalidOperationException($"The child ended by itself after {seen} acknowledgements: {await errors}");
        }
        finally
        {
            if (!child.HasExited) child.Kill();
        }
    }

    public static string KeyOf(string prefix, int writer) => string.Create(CultureInfo.InvariantCulture, $"{prefix}-{writer}");

    public static string ContentOf(int number) => string.Create(CultureInfo.InvariantCulture, $"value {number}");
}
