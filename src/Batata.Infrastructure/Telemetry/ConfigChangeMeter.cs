using System.Diagnostics.Metrics;
using System.Runtime.InteropServices;
using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Application.Telemetry;
using Batata.Domain.Configs;

namespace Batata.Infrastructure.Telemetry;

/// <summary>
/// The configs that changed most often this week. Bounded: when too many have changed, those that did so least are forgotten. Protocol source: Nacos 3.1
/// <c>ConfigDynamicMeterRefreshService</c>.
/// </summary>
internal sealed class ConfigChangeMeter(TimeProvider time) : IMeterSource, IChangeObserver<ConfigChanged>
{
    public const int Shown = 10;
    public const int MostKept = 10_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<ConfigKey, int> _counts = [];
    private readonly WeekTurn _week = new(time);

    public void Describe(Meter meter) => meter.CreateObservableGauge(
        "config_change_count",
        () => Most().Select(static one => new Measurement<int>(one.Count, new KeyValuePair<string, object?>("config", $"{one.Key.NamespaceId}@{one.Key.Group}@{one.Key.DataId}"))),
        null,
        "Changes of the configs that changed most often this week");

    public void Observe(ConfigChanged change)
    {
        lock (_gate)
        {
            StartWeek();
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, change.Key, out _)++;
            if (_counts.Count > MostKept) ForgetHalf();
        }
    }

    /// <summary>What was counted did happen.</summary>
    public void Reset()
    {
    }

    internal IReadOnlyList<(ConfigKey Key, int Count)> Most()
    {
        lock (_gate)
        {
            StartWeek();
            return [.. _counts.OrderByDescending(static one => one.Value).Take(Shown).Select(static one => (one.Key, one.Value))];
        }
    }

    private void StartWeek()
    {
        if (_week.Turned()) _counts.Clear();
    }

    private void ForgetHalf()
    {
        foreach (var (key, _) in _counts.OrderBy(static one => one.Value).Take(MostKept / 2).ToList()) _counts.Remove(key);
    }
}
