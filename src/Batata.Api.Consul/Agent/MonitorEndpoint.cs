using System.Buffers;
using Batata.Api.Consul.Http;
using Batata.Application.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Consul.Agent;

/// <summary>The log of this node as it is written, for <c>consul monitor</c>. Protocol source: Consul <c>AgentMonitor</c>, which flushes every 200 ms.</summary>
internal sealed class MonitorEndpoint(ILogTail log, IHostApplicationLifetime lifetime, TimeProvider time) : IConsulEndpoints
{
    private static readonly TimeSpan FlushEvery = TimeSpan.FromMilliseconds(200);

    public void Map(ConsulRouteBuilder consul) => consul.Path("/agent/monitor").On("GET", ConsulPermission.Read(ConsulResource.Agent), StreamAsync);

    private async Task StreamAsync(ConsulRequest request)
    {
        var name = request.Query.First("loglevel") is { Length: > 0 } asked ? asked : "INFO";
        if (LevelOf(name) is not { } level)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, $"Unknown log level: {name}");
            return;
        }
        using var over = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, lifetime.ApplicationStopping);
        using var reader = log.Open(level);
        await using var answer = await OpenStream.StartAsync(request.Http, ConsulAnswers.PlainText);
        try
        {
            await CopyAsync(reader, answer, request.Query.Has("logjson"), over.Token);
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The client has enough, or the node stops.
        }
    }

    private async Task CopyAsync(ILogReader reader, OpenStream answer, bool asJson, CancellationToken over)
    {
        var lines = new List<LogLine>();
        var buffer = new ArrayBufferWriter<byte>(4096);
        while (true)
        {
            lines.Clear();
            buffer.ResetWrittenCount();
            await reader.ReadAsync(lines, over);
            foreach (var line in lines) LogLines.Write(buffer, line, asJson);
            if (reader.TakeLost() is > 0 and var lost) LogLines.Write(buffer, new LogLine(time.GetUtcNow(), LogLevel.Warning, "Monitor", $"{lost} lines were lost: this reader is too slow", null), asJson);
            await answer.WriteAsync(buffer.WrittenMemory, over);
            await answer.FlushAsync(over);
            await Task.Delay(FlushEvery, time, over);
        }
    }

    private static LogLevel? LevelOf(string name) => name.ToUpperInvariant() switch
    {
        "TRACE" => LogLevel.Trace,
        "DEBUG" => LogLevel.Debug,
        "INFO" => LogLevel.Information,
        "WARN" => LogLevel.Warning,
        "ERR" or "ERROR" => LogLevel.Error,
        _ => null,
    };
}
