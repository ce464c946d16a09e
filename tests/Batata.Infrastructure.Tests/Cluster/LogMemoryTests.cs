using Batata.Domain.Configs;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Cluster;

public sealed class LogMemoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LogPath => Path.Combine(_folder.File("data"), "log");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Run_GivesBackWhatWasWritten_AndLosesNothing()
    {
        await using (var node = await TestNode.StartAsync(_folder.File("data")))
        {
            for (var i = 0; i < 8; i++) Assert.True((await node.PublishAsync($"k{i}", new string((char)('a' + i), 1024 * 1024))).Ok);
            if (OperatingSystem.IsLinux() && new DriveInfo(LogPath).DriveFormat != "tmpfs") // nothing below a tmpfs to write to
            {
                Assert.InRange(MappedKilobytes(), 8 * 1024, int.MaxValue);
                await RunOnceAsync();
                Assert.InRange(MappedKilobytes(), 0, 1024);
            }
            await RunOnceAsync();
            Assert.True((await node.PublishAsync("last", "v")).Ok);
        }
        Directory.Delete(Path.Combine(_folder.File("data"), "state"), recursive: true); // so that all is read from the log
        await using var again = await TestNode.StartAsync(_folder.File("data"));
        for (var i = 0; i < 8; i++) Assert.Equal(ConfigContent.Of(new string((char)('a' + i), 1024 * 1024)).Md5, again.Md5Of($"k{i}"));
        Assert.Equal(ConfigContent.Of("v").Md5, again.Md5Of("last"));
    }

    private async Task RunOnceAsync()
    {
        using var stop = new CancellationTokenSource();
        var running = new LogMemory(LogPath, new FakeTimeProvider(), () => 1).RunAsync(stop.Token);
        await stop.CancelAsync();
        await running;
    }

    private int MappedKilobytes()
    {
        var sum = 0;
        var ours = false;
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (line.IndexOf('-', StringComparison.Ordinal) is > 0 and < 17) ours = line.Contains(LogPath, StringComparison.Ordinal);
            else if (ours && line.StartsWith("Rss:", StringComparison.Ordinal))
                sum += int.Parse(line.AsSpan(4, line.Length - 6), System.Globalization.NumberStyles.AllowLeadingWhite | System.Globalization.NumberStyles.AllowTrailingWhite, null);
        }
        return sum;
    }
}
