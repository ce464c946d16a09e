using Batata.Infrastructure.Cluster;
using Batata.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Cluster;

public sealed class DiskSpaceTests : IDisposable
{
    private readonly RecordedLog _log = new();
    private readonly FakeTimeProvider _time = new();
    private long _free = DiskSpace.Reserve;

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Run_AsTheDiskFillsAndEmpties_FollowsAndSaysSoOnce()
    {
        var space = new DiskSpace("/data", () => Volatile.Read(ref _free), _time, _log.CreateLogger(""));
        space.Look();
        Assert.False(space.IsShort);
        using var stop = new CancellationTokenSource();
        var running = space.RunAsync(stop.Token);

        Volatile.Write(ref _free, DiskSpace.Reserve - 1);
        await UntilAsync(space, isShort: true);
        Volatile.Write(ref _free, DiskSpace.Enough - 1);
        space.Look();
        Assert.True(space.IsShort);
        Volatile.Write(ref _free, DiskSpace.Enough);
        await UntilAsync(space, isShort: false);

        await stop.CancelAsync();
        await running;
        Assert.Contains("/data", space.Shortage, StringComparison.Ordinal);
        Assert.Single(_log.At(LogLevel.Error));
        Assert.Single(_log.At(LogLevel.Information));
    }

    [Fact]
    public void Look_WhenNobodyKnows_KeepsWhatItSaid()
    {
        var known = true;
        var space = new DiskSpace("/data", () => known ? 0 : throw new IOException(), _time, _log.CreateLogger(""));
        space.Look();
        known = false;
        space.Look();
        Assert.True(space.IsShort);
    }

    [Fact]
    public void Of_ThisDisk_KnowsWhatIsFree()
    {
        DiskSpace.Of(Path.GetTempPath(), _time, _log.CreateLogger("")).Look();
        Assert.Equal(new DriveInfo(Path.GetTempPath()).AvailableFreeSpace < DiskSpace.Reserve, _log.At(LogLevel.Error).Any());
    }

    private Task UntilAsync(DiskSpace space, bool isShort) => Wait.UntilAsync(
        () =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(200));
            return space.IsShort == isShort;
        },
        "the disk to be looked at");
}
