using System.Collections.Immutable;
using System.Threading.Channels;
using Batata.Application.Telemetry;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Batata.Infrastructure.Telemetry;

/// <summary>
/// Gives log lines to those who read along. While nobody does, a rule of the logger's filter keeps everything away from here, and code that asks whether
/// a level is on sees no difference; a reader moves that rule.
/// </summary>
[ProviderAlias("Tail")]
internal sealed class LogTail(TimeProvider time) : ILogTail, ILoggerProvider, IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>
{
    // Consul keeps as many for a reader.
    private const int KeptLines = 512;

    private static readonly string[] Chatty = ["Microsoft", "Grpc", "DotNext"];

    private readonly Lock _gate = new();
    private ImmutableArray<Reader> _readers = [];
    private CancellationTokenSource _changed = new();

    public string? Name => Options.DefaultName;

    public ILogReader Open(LogLevel level)
    {
        var reader = new Reader(this, level);
        Replace(readers => readers.Add(reader));
        return reader;
    }

    public ILogger CreateLogger(string categoryName)
    {
        var arguments = categoryName.IndexOf('[', StringComparison.Ordinal);
        var name = arguments < 0 ? categoryName : categoryName[..arguments];
        return new Logger(this, name[(name.LastIndexOf('.') + 1)..]);
    }

    public void Configure(LoggerFilterOptions options)
    {
        var provider = typeof(LogTail).FullName;
        var level = Lowest;
        options.Rules.Add(new LoggerFilterRule(provider, null, level, null));
        if (level == LogLevel.None) return;
        // Frameworks tell of every request below a warning; and one category makes each request dearer as soon as anybody listens.
        foreach (var category in Chatty) options.Rules.Add(new LoggerFilterRule(provider, category, (LogLevel)Math.Max((int)level, (int)LogLevel.Warning), null));
        options.Rules.Add(new LoggerFilterRule(provider, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, null));
    }

    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    public void Dispose()
    {
    }

    private LogLevel Lowest => _readers.Length == 0 ? LogLevel.None : _readers.Min(static reader => reader.Level);

    private void Write(LogLine line)
    {
        foreach (var reader in _readers)
        {
            if (line.Level >= reader.Level) reader.Write(line);
        }
    }

    private void Replace(Func<ImmutableArray<Reader>, ImmutableArray<Reader>> change)
    {
        CancellationTokenSource? old = null;
        lock (_gate)
        {
            var before = Lowest;
            _readers = change(_readers);
            if (Lowest != before) old = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
        }
        old?.Cancel(); // the logger asks for the rules again, on this thread
        old?.Dispose();
    }

    private sealed class Logger(LogTail tail, string source) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None && logLevel >= tail.Lowest;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) tail.Write(new LogLine(tail.Now, logLevel, source, formatter(state, exception), exception));
        }
    }

    private DateTimeOffset Now => time.GetUtcNow();

    private sealed class Reader : ILogReader
    {
        private readonly LogTail _tail;
        private readonly Channel<LogLine> _lines;
        private long _lost;

        public Reader(LogTail tail, LogLevel level)
        {
            (_tail, Level) = (tail, level);
            _lines = Channel.CreateBounded<LogLine>(
                new BoundedChannelOptions(KeptLines) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true }, _ => Interlocked.Increment(ref _lost));
        }

        public LogLevel Level { get; }

        public void Write(LogLine line) => _lines.Writer.TryWrite(line);

        public long TakeLost() => Interlocked.Exchange(ref _lost, 0);

        public async ValueTask ReadAsync(IList<LogLine> lines, CancellationToken cancellationToken)
        {
            lines.Add(await _lines.Reader.ReadAsync(cancellationToken));
            while (lines.Count < KeptLines && _lines.Reader.TryRead(out var line)) lines.Add(line);
        }

        public void Dispose() => _tail.Replace(readers => readers.Remove(this));
    }
}
