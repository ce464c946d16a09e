using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster;

/// <summary>
/// Refuses writes before the disk is full. The log writes through memory maps of files with holes, and where there is no room for a page the
/// system ends the process (SIGBUS) instead of failing the write. So nothing is written there below a floor, whoever sends it.
/// </summary>
/// <param name="free">Bytes that are left.</param>
internal sealed partial class DiskSpace(string path, Func<long> free, TimeProvider time, ILogger logger)
{
    /// <summary>Some pages of the log, and what SQLite writes beside it, until the next look.</summary>
    public const long Reserve = 64 * 1024 * 1024;

    /// <summary>More than the reserve, so that a cleaned-up file or two does not make it change its mind at each look.</summary>
    public const long Enough = Reserve / 4 * 5;

    /// <summary>A page of the log, the largest message of a leader, and what SQLite needs for what is in the log already.</summary>
    public const long Floor = 24 * 1024 * 1024;

    /// <summary>As <see cref="Enough"/> is to <see cref="Reserve"/>.</summary>
    public const long AboveFloor = Floor / 4 * 5;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly ILogger _logger = logger;
    private readonly Lock _looking = new();
    private volatile bool _isShort;
    private volatile bool _isFull;

    public bool IsShort => _isShort;

    /// <summary>Nothing is written to the log, and nothing of it applied.</summary>
    public bool IsFull => _isFull;

    public string Fullness => $"The disk of {path} is full: this node takes nothing from the leader until {AboveFloor / (1024 * 1024)} MiB are free.";

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
        lock (_looking) Judge(left);
    }

    /// <summary>Looks, so that it holds for what is written next.</summary>
    /// <param name="needed">Beyond the floor.</param>
    /// <exception cref="IOException">There is no room. Nothing was written.</exception>
    public void ThrowIfFull(long needed = 0)
    {
        Look();
        if (_isFull) throw new IOException(Fullness);
        if (needed > 0 && free() is var left && left - Floor < needed)
            throw new IOException($"The disk of {path} has no room for a snapshot: {left} bytes are left, and {needed + Floor} are needed.");
    }

    /// <summary>Returns at once unless the disk is full.</summary>
    public async ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        for (; _isFull; Look()) await Task.Delay(Period, time, cancellationToken);
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

    private void Judge(long left)
    {
        if (left < (_isShort ? Enough : Reserve) != _isShort)
        {
            _isShort = !_isShort;
            if (_isShort) LogShort(path, left);
            else LogEnough(path, left);
        }
        if (left < (_isFull ? AboveFloor : Floor) == _isFull) return;
        _isFull = !_isFull;
        if (_isFull) LogFull(path, left);
        else LogRoom(path, left);
    }

    [LoggerMessage(EventId = 1231, Level = LogLevel.Error, Message = "The disk of {Path} is almost full, {Bytes} bytes are left: writes are refused, reads go on")]
    private partial void LogShort(string path, long bytes);

    [LoggerMessage(EventId = 1232, Level = LogLevel.Information, Message = "The disk of {Path} has room again, {Bytes} bytes: writes are taken")]
    private partial void LogEnough(string path, long bytes);

    [LoggerMessage(EventId = 1233, Level = LogLevel.Error, Message = "The disk of {Path} is full, {Bytes} bytes are left: nothing is written to the log, and this node falls behind")]
    private partial void LogFull(string path, long bytes);

    [LoggerMessage(EventId = 1234, Level = LogLevel.Information, Message = "The disk of {Path} is not full any more, {Bytes} bytes: this node goes on")]
    private partial void LogRoom(string path, long bytes);
}
