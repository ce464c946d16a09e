using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster;

/// <summary>
/// Refuses writes before the disk is full. The log writes through memory maps, and where there is no room for a page the system ends the
/// process instead of failing the write.
/// </summary>
/// <param name="free">Bytes that are left.</param>
internal sealed partial class DiskSpace(string path, Func<long> free, TimeProvider time, ILogger logger)
{
    /// <summary>Some pages of the log, and what SQLite writes beside it, until the next look.</summary>
    public const long Reserve = 64 * 1024 * 1024;

    /// <summary>More than the reserve, so that a cleaned-up file or two does not make it change its mind at each look.</summary>
    public const long Enough = Reserve / 4 * 5;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly ILogger _logger = logger;
    private volatile bool _isShort;

    public bool IsShort => _isShort;

    public string Shortage => $"The disk of {path} is almost full: writes are refused until {Enough / (1024 * 1024)} MiB are free.";

    public static DiskSpace Of(string path, TimeProvider time, ILogger logger)
    {
        var drive = new DriveInfo(path);
        return new DiskSpace(path, () => drive.AvailableFreeSpace, time, logger);
    }

    public void Look()
    {
        long left;
        try
        {
            left = free();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return; // not known: as before
        }
        if (left < (_isShort ? Enough : Reserve) == _isShort) return;
        _isShort = !_isShort;
        if (_isShort) LogShort(path, left);
        else LogEnough(path, left);
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping)) Look();
        }
        catch (OperationCanceledException)
        {
            // Stopping.
        }
    }

    [LoggerMessage(EventId = 1231, Level = LogLevel.Error, Message = "The disk of {Path} is almost full, {Bytes} bytes are left: writes are refused, reads go on")]
    private partial void LogShort(string path, long bytes);

    [LoggerMessage(EventId = 1232, Level = LogLevel.Information, Message = "The disk of {Path} has room again, {Bytes} bytes: writes are taken")]
    private partial void LogEnough(string path, long bytes);
}
