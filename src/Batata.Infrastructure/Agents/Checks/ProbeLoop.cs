using System.Collections.Frozen;
using Batata.Application.Agents;
using Batata.Domain.Agents;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>Runs one check again and again: for the first time somewhen within its interval, then an interval after the end of the run before.</summary>
internal sealed partial class ProbeLoop(IEnumerable<ICheckProbe> probes, CheckLanes lanes, ICheckReports reports, TimeProvider time, ILogger<ProbeLoop> logger)
{
    /// <summary>Protocol source: Consul <c>checks.MinInterval</c>.</summary>
    private static readonly TimeSpan MinInterval = TimeSpan.FromSeconds(1);

    /// <summary>Longer than any node runs, and what timers take.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromDays(40);

    private readonly FrozenDictionary<string, ICheckProbe> _probes = probes.ToFrozenDictionary(static probe => probe.Kind, StringComparer.Ordinal);

    public bool Runs(AgentCheck check) => _probes.ContainsKey(check.Definition.Kind);

    /// <summary>Ends when the token is cancelled.</summary>
    public async Task RunAsync(AgentCheck check, CancellationToken ending)
    {
        var definition = check.Definition;
        var probe = _probes[definition.Kind];
        var interval = Within(definition.Interval, MinInterval);
        var thresholds = new Thresholds(definition);
        var told = check.State.Status;
        await Task.Delay(interval * Random.Shared.NextDouble(), time, ending);
        while (true)
        {
            if (await RunOnceAsync(probe, check, ending) is { } result && thresholds.Judge(result.Status) is { } status)
            {
                if (await ReportAsync(check, status, result.Output, ending) && status != told) LogTurned(check.Id, told = status);
            }
            await Task.Delay(interval, time, ending);
        }
    }

    private async Task<bool> ReportAsync(AgentCheck check, string status, string output, CancellationToken ending)
    {
        try
        {
            return await reports.ReportAsync(check, status, output, ending);
        }
        catch (Exception e) when (!ending.IsCancellationRequested)
        {
            LogNotReported(e, check.Id);
            return false; // the next run reports again
        }
    }

    private static TimeSpan Within(TimeSpan asked, TimeSpan least) => asked < least ? least : asked > MaxTime ? MaxTime : asked;

    /// <returns>Null when it says nothing.</returns>
    private async Task<CheckResult?> RunOnceAsync(ICheckProbe probe, AgentCheck check, CancellationToken ending)
    {
        var timeout = check.Definition.Timeout > TimeSpan.Zero ? Within(check.Definition.Timeout, TimeSpan.Zero) : probe.DefaultTimeout;
        var lane = lanes.Of(probe.Lane);
        await lane.WaitAsync(ending);
        try
        {
            using var late = new CancellationTokenSource(timeout, time);
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ending);
            var result = await probe.RunAsync(check.Definition, timeout, deadline.Token);
            ending.ThrowIfCancellationRequested(); // what was broken off says nothing
            return result;
        }
        catch (Exception e) when (!ending.IsCancellationRequested)
        {
            // A bug, and no fault of what is checked; the check must go on all the same.
            LogFailed(e, probe.Kind, check.Id);
            return null;
        }
        finally
        {
            lane.Release();
        }
    }

    [LoggerMessage(EventId = 3407, Level = LogLevel.Warning, Message = "What check {CheckId} found could not be kept; its next run is")]
    private partial void LogNotReported(Exception exception, string checkId);

    [LoggerMessage(EventId = 3406, Level = LogLevel.Debug, Message = "Check {CheckId} is {Status} now")]
    private partial void LogTurned(string checkId, string status);

    [LoggerMessage(EventId = 3401, Level = LogLevel.Error, Message = "The {Kind} check {CheckId} failed by itself")]
    private partial void LogFailed(Exception exception, string kind, string checkId);
}
