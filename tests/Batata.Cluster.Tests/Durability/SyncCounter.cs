using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Durability;

/// <summary>A node under strace, which writes down each of its calls that bring data to the disk.</summary>
internal sealed class SyncCounter : IAsyncDisposable
{
    private readonly string _trace = Path.GetTempFileName();
    private NodeProcess? _node;

    public NodeProcess Node => _node ?? throw new InvalidOperationException("Not started.");

    public static async Task<SyncCounter> StartAsync()
    {
        var counter = new SyncCounter();
        try
        {
            counter._node = await NodeProcess.StartNewAsync(new NodeSettings
            {
                Launcher = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,msync", "-e", "signal=none", "-o", counter._trace],
                StartTimeout = TimeSpan.FromMinutes(2),
            });
            return counter;
        }
        catch
        {
            await counter.DisposeAsync();
            throw;
        }
    }

    /// <summary>Successful syncs so far. A traced thread goes on only after its call is written down, so a sync before an answer is in here when the answer is.</summary>
    public int Count()
    {
        using var stream = new FileStream(_trace, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var lines = new StreamReader(stream);
        var count = 0;
        while (lines.ReadLine() is { } line)
        {
            // "123 fdatasync(45) = 0", or in two halves: "123 <... fdatasync resumed>) = 0"
            if (line.EndsWith("= 0", StringComparison.Ordinal))
                count++;
        }

        return count;
    }

    public async ValueTask DisposeAsync()
    {
        if (_node is not null)
            await _node.DisposeAsync();
        File.Delete(_trace);
    }
}
