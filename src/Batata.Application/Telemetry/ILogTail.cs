using Microsoft.Extensions.Logging;

namespace Batata.Application.Telemetry;

/// <summary>The log of this node as it is written. Costs nothing while nobody reads it.</summary>
public interface ILogTail
{
    /// <summary>What is logged from now on at this level or above, whatever the level of the log itself. Dispose it when nobody reads it any more.</summary>
    ILogReader Open(LogLevel level);
}

public interface ILogReader : IDisposable
{
    /// <summary>Lines that were lost since this was asked last, because the reader was too slow. The logger never waits for it.</summary>
    long TakeLost();

    /// <summary>The next lines, at least one. Waits for it.</summary>
    ValueTask ReadAsync(IList<LogLine> lines, CancellationToken cancellationToken);
}

/// <param name="Source">The class that speaks.</param>
public sealed record LogLine(DateTimeOffset At, LogLevel Level, string Source, string Text, Exception? Exception);
