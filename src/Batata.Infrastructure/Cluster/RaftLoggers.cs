using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster;

/// <summary>
/// What the Raft library logs, fit for people: with a peer away it repeats itself at each heartbeat, with a stack trace, which fills a disk in a
/// weekend. The same message comes once a minute here, and below an error without the trace.
/// </summary>
internal sealed class RaftLoggers(ILoggerFactory loggers, TimeProvider time) : ILoggerFactory
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    /// <summary>Messages name members and entries; so many different ones are held at most.</summary>
    private const int MaxHeld = 256;

    public ILogger CreateLogger(string categoryName) => new Throttled(loggers.CreateLogger(categoryName), time);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // Nothing of its own.
    }

    private sealed class Throttled(ILogger inner, TimeProvider time) : ILogger
    {
        private readonly ConcurrentDictionary<(int Event, string Text), long> _said = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel < LogLevel.Warning)
            {
                inner.Log(logLevel, eventId, state, exception, formatter);
                return;
            }
            if (!IsNew(eventId.Id, formatter(state, exception))) return;
            if (logLevel >= LogLevel.Error || exception is null) inner.Log(logLevel, eventId, state, exception, formatter);
            else inner.Log(logLevel, eventId, state, null, (said, _) => $"{formatter(said, exception)}: {exception.Message}");
        }

        private bool IsNew(int id, string text)
        {
            if (_said.TryGetValue((id, text), out var last) && time.GetElapsedTime(last) < Quiet) return false;
            if (_said.Count >= MaxHeld) _said.Clear();
            _said[(id, text)] = time.GetTimestamp();
            return true;
        }
    }
}
