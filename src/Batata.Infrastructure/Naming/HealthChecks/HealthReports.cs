using System.Threading.Channels;
using Batata.Application.Abstractions;
using Batata.Application.Naming;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>
/// Writes changes of health to the log, and those that come while one entry is on its way together. A target is in it once at most, so it is
/// bounded; a report that cannot be written is dropped, for the next look finds the same.
/// </summary>
internal sealed partial class HealthReports(IReplicatedLog log, ICheckOwnership ownership, ILogger<HealthReports> logger)
{
    /// <summary>An entry of that many is applied within some ten milliseconds.</summary>
    private const int MaxBatch = 256;

    /// <summary>What goes down together is told as a number past this.</summary>
    private const int ToldEach = 8;

    private readonly Channel<HealthReport> _reports = Channel.CreateUnbounded<HealthReport>(new UnboundedChannelOptions { SingleReader = true });
    private bool _refused;

    public void Add(CheckTarget target, bool healthy, string why)
    {
        if (target.Reported) return;
        target.Reported = true;
        _reports.Writer.TryWrite(new HealthReport(target, healthy, why));
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _reports.Reader.WaitToReadAsync(cancellationToken)) await WriteAsync(cancellationToken);
    }

    /// <summary>Writes what there is, in one entry or, when that is much, the first part of it.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        var batch = Take();
        var wanted = batch.FindAll(r => !r.Target.Retired && r.Target.Healthy != r.Healthy && ownership.Owns(r.Target));
        try
        {
            if (wanted.Count > 0) await ProposeAsync(wanted, cancellationToken);
        }
        finally
        {
            foreach (var report in batch) report.Target.Reported = false;
        }
    }

    private List<HealthReport> Take()
    {
        var batch = new List<HealthReport>();
        while (batch.Count < MaxBatch && _reports.Reader.TryRead(out var report)) batch.Add(report);
        return batch;
    }

    private async Task ProposeAsync(List<HealthReport> reports, CancellationToken cancellationToken)
    {
        var entry = new ChangeInstanceHealthEntry(
            [.. reports.Select(static r => new InstanceHealth(r.Target.Service, r.Target.Ip, r.Target.Port, r.Healthy))]);
        var changed = await log.ProposeAsync(entry, cancellationToken);
        if (!changed.Ok)
        {
            if (!_refused) LogRefused(reports.Count, changed.Failure.Message);
            _refused = true;
            return;
        }
        _refused = false;
        foreach (var (target, healthy, _) in reports) target.Healthy = healthy; // the feed says so, too, a moment later
        Tell(reports);
    }

    private void Tell(List<HealthReport> reports)
    {
        if (!logger.IsEnabled(LogLevel.Information)) return;
        foreach (var (target, healthy, why) in reports.Take(ToldEach))
        {
            if (healthy) LogHealthy(target.Ip, target.Port, target.Cluster, target.Service);
            else LogUnhealthy(target.Ip, target.Port, target.Cluster, target.Service, why);
        }
        if (reports.Count > ToldEach) LogMore(reports.Count - ToldEach);
    }

    [LoggerMessage(EventId = 1311, Level = LogLevel.Information, Message = "{Ip}:{Port} of cluster {Cluster} in {Service} is healthy again")]
    private partial void LogHealthy(string ip, int port, string cluster, Domain.Naming.ServiceKey service);

    [LoggerMessage(EventId = 1312, Level = LogLevel.Information, Message = "{Ip}:{Port} of cluster {Cluster} in {Service} is unhealthy: {Why}")]
    private partial void LogUnhealthy(string ip, int port, string cluster, Domain.Naming.ServiceKey service, string why);

    [LoggerMessage(EventId = 1313, Level = LogLevel.Information, Message = "The health of {Count} more instances changed at the same time")]
    private partial void LogMore(int count);

    [LoggerMessage(EventId = 1314, Level = LogLevel.Warning, Message = "Changes of the health of {Count} instances could not be written, and will be with the next checks: {Reason}")]
    private partial void LogRefused(int count, string reason);
}

internal sealed record HealthReport(CheckTarget Target, bool Healthy, string Why);
