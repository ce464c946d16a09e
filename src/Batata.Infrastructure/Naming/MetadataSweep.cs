using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.Sync;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// Proposes to forget what was set for services and instances that have been gone for a minute, so that a quick restart finds it again. An
/// override that was set before its instance came waits for that. Only the leader does this, and only while it sees the instances of all nodes.
/// Protocol source: Nacos <c>ExpiredMetadataCleaner</c>.
/// </summary>
internal sealed partial class MetadataSweep(
    RegistryCore core, OrphanSweep orphans, IReplicatedLog log, ILeaderLease lease, IOptions<NamingOptions> options, ILogger<MetadataSweep> logger)
{
    /// <summary>Overrides whose instance was here, and since when it is not (null: it is). Those that were stored before this start count as well.</summary>
    private Dictionary<OverrideKey, long?>? _watched;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var nowMs = core.Clock.NowMs;
        var before = nowMs - options.Value.ExpiredMetadataMs;
        var goneOverrides = GoneOverrides(nowMs, before); // every node keeps the watch, so that the next leader need not begin anew
        if (!lease.TryHold(out _) || !orphans.IsPictureWhole) return;
        await CorrectKindsAsync(cancellationToken);
        var entry = new ForgetNamingMetadataEntry([.. GoneServices(before)], [.. goneOverrides]);
        if (entry.Services.Count == 0 && entry.Overrides.Count == 0) return;
        var forgotten = await log.ProposeAsync(entry, cancellationToken);
        if (forgotten.Ok) LogForgotten(forgotten.Value);
        else LogRefused(forgotten.Failure.Message);
    }

    /// <summary>
    /// A service that was emptied and came back as the other kind still has what was set for it, under the kind of before: after a restart that
    /// would keep its clients out.
    /// </summary>
    private async Task CorrectKindsAsync(CancellationToken cancellationToken)
    {
        foreach (var service in core.Services.All)
        {
            if (service.Kind is not { } kind || service.Metadata is not { } metadata || metadata.Kind == kind) continue;
            await log.ProposeAsync(
                new UpdateServiceEntry(service.Key, kind, metadata.ProtectThreshold, metadata.Selector, metadata.ExtendData), cancellationToken);
        }
    }

    private IEnumerable<ServiceKey> GoneServices(long before) => core.Services.All
        .Where(s => s.Metadata is not null && s.Kind is null && s.ChangedMs < before)
        .Select(static s => s.Key);

    private List<OverrideKey> GoneOverrides(long nowMs, long before)
    {
        var first = _watched is null;
        var watched = new Dictionary<OverrideKey, long?>();
        var gone = new List<OverrideKey>();
        foreach (var service in core.Services.All)
        {
            if (service.Overrides.Count == 0) continue;
            var present = service.Snapshot(core.Clock).Instances.Select(static i => i.Address).ToHashSet();
            foreach (var address in service.Overrides.Addresses)
            {
                var key = new OverrideKey(service.Key, address);
                if (present.Contains(address)) watched[key] = null;
                else if (first) watched[key] = nowMs;
                else if (_watched!.TryGetValue(key, out var since)) watched[key] = since ?? nowMs;
                if (watched.GetValueOrDefault(key) is { } goneSince && goneSince < before) gone.Add(key);
            }
        }
        _watched = watched;
        return gone;
    }

    [LoggerMessage(EventId = 1303, Level = LogLevel.Debug, Message = "Forgot {Count} settings of services and instances that are gone")]
    private partial void LogForgotten(int count);

    [LoggerMessage(EventId = 1304, Level = LogLevel.Warning, Message = "Settings of services and instances that are gone could not be forgotten, and will be tried again: {Reason}")]
    private partial void LogRefused(string reason);
}
