using Batata.Host.Settings;
using Microsoft.Extensions.Logging.Console;

namespace Batata.Host.Diagnostics;

/// <summary>Log lines on standard output.</summary>
internal static class BatataLogging
{
    public static IHostBuilder UseBatataLogging(this IHostBuilder host, ServerOptions server) => host.ConfigureLogging(logging =>
    {
        logging.SetMinimumLevel(server.RootLogLevel);
        if (server.RootLogLevel < LogLevel.Warning) logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("Grpc", LogLevel.Warning).AddFilter("DotNext", LogLevel.Warning);
        // As soon as this category logs anything, hosting makes an Activity and a log scope for every request: a tenth of the cost of a config read.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        foreach (var (category, level) in server.LogLevels) logging.AddFilter(category, level);
        logging.AddConsole(console =>
        {
            console.FormatterName = LineFormatter.FormatterName;
            // A terminal that does not take lines must not stop the server; the console logger tells how many were lost.
            console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite;
        });
        logging.AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>();
    });
}
