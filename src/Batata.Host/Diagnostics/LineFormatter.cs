using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Batata.Host.Diagnostics;

/// <summary>One line an entry: time, level, the class that speaks, what it says. An exception follows on lines of its own.</summary>
internal sealed class LineFormatter(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "batata";

    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";
    private const int HostedServiceStartupFaulted = 11;
    private const int BackgroundServiceFaulted = 9;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        // A failed start is reported once, by StartFailure, in words.
        if (logEntry.EventId.Id == HostedServiceStartupFaulted && logEntry.Category == HostCategory) return;
        // After it the background services are cancelled, which the host takes for a fault of theirs. One that really ends is told of by another line.
        if (logEntry is { EventId.Id: BackgroundServiceFaulted, Category: HostCategory, Exception: OperationCanceledException }) return;
        Span<char> stamp = stackalloc char[32];
        time.GetLocalNow().TryFormat(stamp, out var length, "yyyy-MM-dd HH:mm:ss.fff ", CultureInfo.InvariantCulture);
        textWriter.Write(stamp[..length]);
        textWriter.Write(NameOf(logEntry.LogLevel));
        textWriter.Write(ClassOf(logEntry.Category));
        textWriter.Write(": ");
        textWriter.WriteLine(logEntry.Formatter(logEntry.State, logEntry.Exception));
        if (logEntry.Exception is { } exception) textWriter.WriteLine(exception.ToString());
    }

    private static ReadOnlySpan<char> ClassOf(string category)
    {
        var arguments = category.IndexOf('[', StringComparison.Ordinal);
        var name = arguments < 0 ? category : category.AsSpan(0, arguments);
        return name[(name.LastIndexOf('.') + 1)..];
    }

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "TRACE ",
        LogLevel.Debug => "DEBUG ",
        LogLevel.Information => "INFO  ",
        LogLevel.Warning => "WARN  ",
        LogLevel.Error => "ERROR ",
        _ => "FATAL ",
    };
}
