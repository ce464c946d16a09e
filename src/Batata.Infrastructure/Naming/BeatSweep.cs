using Batata.Application.Naming;
using Batata.Domain.Naming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// Looks at every address: an instance that does not beat becomes unhealthy, then goes, and an address that has and wants nothing is
/// forgotten. One pass for all of them; a pass over 100,000 takes milliseconds. Protocol source: Nacos <c>UnhealthyInstanceChecker</c>,
/// <c>ExpiredInstanceChecker</c>, <c>EphemeralIpPortClientManager</c>.
/// </summary>
internal sealed partial class BeatSweep(RegistryCore core, SwitchStore switches, IOptions<NamingOptions> options, ILogger<BeatSweep> logger)
{
    /// <summary>Nacos looks every 5 s; a shorter step keeps closer to the times that clients ask for.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>A pass that comes this late means that the process stood still, and with it the beats.</summary>
    private const long StoodStillMs = 5_000;

    private readonly NamingOptions _options = options.Value;
    private long _lastRunMs = core.Clock.NowMs;
    private long _judgeFromMs;

    public void Run()
    {
        var nowMs = core.Clock.NowMs;
        var lateMs = nowMs - _lastRunMs - (long)Period.TotalMilliseconds;
        _lastRunMs = nowMs;
        if (lateMs > StoodStillMs)
        {
            // Nobody could beat while this process stood still, so nobody is judged for that: each client gets the time for a beat first.
            _judgeFromMs = nowMs + PreservedKeys.DefaultHeartBeatTimeoutMs;
            LogStoodStill(lateMs);
        }
        if (nowMs < _judgeFromMs) return;
        var now = switches.Current;
        var pass = new Pass(nowMs, now.HealthCheckEnabled, _options.ExpireInstance, _options.ClientExpiredMs, now.DefaultPushCacheMillis);
        foreach (var client in core.Clients.Addresses(NamingClientKind.EphemeralAddress))
        {
            if (pass.CheckBeats) core.Review(client, pass, Judge);
            core.CloseIf(client, pass, Expired);
        }
    }

    private static Verdict Judge(Publication publication, Pass pass)
    {
        if (publication.Single is not { } instance) return Verdict.Keep;
        var set = publication.Service.Overrides.Find(instance.Address)?.Metadata.Preserved;
        var own = instance.Metadata.Preserved;
        if (publication.Service.Metadata?.ExtendData.Preserved.EnableClientBeat is true || (set?.EnableClientBeat ?? own.EnableClientBeat) is true)
            return Verdict.Keep; // by that key the client says that it sees to its health itself
        var idleMs = pass.NowMs - publication.LastBeatMs;
        if (pass.ExpireInstances && idleMs > (set?.IpDeleteTimeoutMs ?? own.IpDeleteTimeoutMs ?? PreservedKeys.DefaultIpDeleteTimeoutMs)) return Verdict.Gone;
        return instance.Healthy && idleMs > (set?.HeartBeatTimeoutMs ?? own.HeartBeatTimeoutMs ?? PreservedKeys.DefaultHeartBeatTimeoutMs)
            ? Verdict.Unhealthy
            : Verdict.Keep;
    }

    /// <summary>An address with subscriptions alone lives while it renews them; nothing lives that is silent for three minutes.</summary>
    private static bool Expired(RegistryClient client, Pass pass)
    {
        var idleMs = pass.NowMs - client.TouchedMs;
        if (idleMs > pass.ClientExpiredMs) return true;
        return client.Publications.Count == 0
            && idleMs > PreservedKeys.DefaultIpDeleteTimeoutMs
            && (client.Subscriptions.Count == 0 || idleMs > pass.SubscriptionMs);
    }

    private readonly record struct Pass(long NowMs, bool CheckBeats, bool ExpireInstances, long ClientExpiredMs, long SubscriptionMs);

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "The process stood still for {LateMs} ms; instances get time to beat before they are judged again")]
    private partial void LogStoodStill(long lateMs);
}
