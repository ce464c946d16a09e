using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using Batata.Application.Audit;
using Batata.Infrastructure.Cluster;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Audit;

/// <summary>
/// Writes records behind the requests. Whoever adds one never waits: up to 8,192 wait to be written, what comes then is dropped, and a record says how many
/// were. Written lines are handed to the system at once and forced to the disk once a second, so a power cut may cost the last second.
/// </summary>
internal sealed partial class AuditWriter(
    AuditFolder folder, IOptions<AuditOptions> options, IOptions<ClusterOptions> cluster, TimeProvider time, ILogger<AuditWriter> logger) : BackgroundService, IAuditLog
{
    private const int Capacity = 8_192;
    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly Channel<AuditRecord> _queue = Channel.CreateBounded<AuditRecord>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly string _node = cluster.Value.Self.ToString();
    private readonly ArrayBufferWriter<byte> _lines = new(64 * 1024);
    private FileStream? _file;
    private DateOnly _day;
    private int _number;
    private long _dropped;
    private long _syncedAt;
    private bool _isDirty;
    private bool _failing;

    public bool IsOn => options.Value.Enabled;

    public bool KeepsClients => options.Value.Clients;

    public void Add(AuditRecord record)
    {
        if (IsOn && !_queue.Writer.TryWrite(record)) Interlocked.Increment(ref _dropped);
    }

    /// <summary>What was added before is written when this returns.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } writing) await writing.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); // others must be stopped all the same
        await base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _file?.Dispose();
        base.Dispose();
    }

    /// <summary>Ends when the queue is completed and empty.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!IsOn) return;
        await Task.Yield();
        while (await WaitAsync())
        {
            _lines.ResetWrittenCount();
            AuditRecord? last = null;
            while (_lines.WrittenCount < 1024 * 1024 && _queue.Reader.TryRead(out var record)) Append(last = record);
            if (last is not null && Interlocked.Exchange(ref _dropped, 0) is var lost and > 0) AppendLost(last, lost);
            Write();
        }
        Sync();
    }

    /// <summary>Until there is something to write; what was written gets to the disk meanwhile.</summary>
    private async Task<bool> WaitAsync()
    {
        var more = _queue.Reader.WaitToReadAsync().AsTask();
        if (_isDirty && await Task.WhenAny(more, Task.Delay(SyncInterval, time)) != more) Sync();
        return await more;
    }

    private void Append(AuditRecord record)
    {
        using (var json = new Utf8JsonWriter(_lines, AuditJson.Writing)) AuditJson.Write(json, _node, record);
        _lines.Write("\n"u8);
    }

    private void AppendLost(AuditRecord last, long lost)
    {
        LogLost(lost);
        Append(last with
        {
            At = time.GetUtcNow(), User = "", Address = "", Action = "RecordsLost", Call = "", Resource = "", Details = [new("count", lost.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            Result = AuditResult.Failed, Code = 0, Reason = "audit.queue_full", Milliseconds = 0,
        });
    }

    /// <summary>A disk that takes nothing must not stop the server: the log says so once, and again when it works.</summary>
    private void Write()
    {
        try
        {
            Roll();
            _file!.Write(_lines.WrittenSpan);
            _file.Flush();
            _isDirty = true;
            if (time.GetElapsedTime(_syncedAt) > SyncInterval) Sync();
            if (_failing) LogWorks(folder.Path);
            _failing = false;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            if (!_failing) LogFails(folder.Path, failed.Message);
            _failing = true;
            _file?.Dispose();
            _file = null;
        }
    }

    private void Sync()
    {
        try
        {
            _file?.Flush(flushToDisk: true);
        }
        catch (IOException failed)
        {
            if (!_failing) LogFails(folder.Path, failed.Message);
            _failing = true;
        }
        (_isDirty, _syncedAt) = (false, time.GetTimestamp());
    }

    private void Roll()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (_file is not null && _day == today && _file.Length < options.Value.MaxFileBytes) return;
        _file?.Dispose();
        _file = null;
        Directory.CreateDirectory(folder.Path);
        var newest = folder.All() is [.., { } last] && last.Day == today ? last.Number : 0;
        _number = newest == 0 || new FileInfo(folder.FileOf(today, newest)).Length >= options.Value.MaxFileBytes ? newest + 1 : newest;
        _day = today;
        var open = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) open.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        _file = new FileStream(folder.FileOf(today, _number), open);
        folder.Clean(today);
    }

    [LoggerMessage(EventId = 3601, Level = LogLevel.Error, Message = "The audit log in {Folder} cannot be written, and its records are lost: {Reason}")]
    private partial void LogFails(string folder, string reason);

    [LoggerMessage(EventId = 3602, Level = LogLevel.Information, Message = "The audit log in {Folder} is written again")]
    private partial void LogWorks(string folder);

    [LoggerMessage(EventId = 3603, Level = LogLevel.Warning, Message = "{Count} records of the audit log were dropped: more came than could be written")]
    private partial void LogLost(long count);
}
