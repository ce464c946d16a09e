using System.Diagnostics;
using System.Runtime.InteropServices;
using Batata.Application.Cluster;
using Batata.Host.Listeners;
using Batata.Host.Settings;
using Batata.Infrastructure.Cluster.Members;

namespace Batata.Host.Lifetime;

/// <summary>Tells the log what was started, with what, and when it is ready. Ends the process when the log cannot be opened.</summary>
internal sealed partial class StartReport(
    LoadedSettings settings, INodeState node, StopReason reason, IHostApplicationLifetime application, ILogger<StartReport> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogProgram(ProgramVersion.Text, RuntimeInformation.FrameworkDescription, Environment.ProcessId);
        foreach (var note in settings.Notes) LogNote(note);
        foreach (var warning in settings.Warnings) LogWarning(warning);
        foreach (var listener in Listener.Of(settings.Options))
        {
            var addresses = listener.IsOpen ? "every address" : string.Join(" and ", listener.Addresses);
            LogListener(listener.Tls is null ? listener.Name : $"{listener.Name}, TLS", listener.Port, addresses);
        }
        var folder = Path.GetFullPath(settings.Options.Cluster.DataPath);
        LogData(folder);
        var cluster = settings.Options.Cluster;
        if (cluster.IsCluster)
        {
            var members = string.Join(", ", cluster.Members);
            LogMembers(cluster.Self, cluster.RaftPort, members);
        }
        try
        {
            await node.FirstReady.WaitAsync(stoppingToken);
            var took = (long)(DateTime.Now - Process.GetCurrentProcess().StartTime).TotalMilliseconds;
            LogReady(cluster.IsCluster ? "cluster" : "stand alone", took);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The start was refused elsewhere: thrown on, it would be logged as a failure of its own.
        }
        catch (Exception failed) when (failed is not OperationCanceledException)
        {
            reason.Failed(failed);
            application.StopApplication();
        }
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Information, Message = "Batata {Version} on {Runtime}, process {Process}")]
    private partial void LogProgram(string version, string runtime, int process);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Information, Message = "Port {Port} ({Name}) on {Addresses}")]
    private partial void LogListener(string name, int port, string addresses);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Information, Message = "Data in {Folder}")]
    private partial void LogData(string folder);

    // "started successfully" is what scripts around Nacos wait for.
    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, Message = "Batata started successfully in {Mode} mode with embedded storage in {Milliseconds} ms")]
    private partial void LogReady(string mode, long milliseconds);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Information, Message = "This node is {Self}, Raft port {RaftPort}, of the members {Members}")]
    private partial void LogMembers(MemberAddress self, int raftPort, string members);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Warning, Message = "{Warning}")]
    private partial void LogWarning(string warning);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Debug, Message = "{Note}")]
    private partial void LogNote(string note);
}
