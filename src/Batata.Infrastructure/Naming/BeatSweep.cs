using Batata.Application.Naming;
using Batata.Domain.Naming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// Looks at every address: an instance that does not beat becomes unhealthy, then goes, and an address that has and wants nothing is
/// forgotten. One pass for all of them, which stops only at those that may be overdue. Protocol source: Nacos <c>UnhealthyInstanceChecker</c>,
/// <c>ExpiredInstanceChecker</c>, <c>EphemeralIpPortClientManager</c>.
/// </summary>
internal sealed partial class BeatSweep(RegistryCore core, SwitchStore switches, IOptions<NamingOptions> options, ILogger<BeatSweep> logger)
{
    /// <summary>Nacos looks every 5 s; a shorter step keeps closer to the times that clients ask for.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Each address is looked at this often in any case, as in Nacos: an override may have shortened its times.</summary>
    private const long LongestMs = 5_000;

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
            if (nowMs >= client.NextLookMs) Look(client, pass);
        }
    }

    private void Look(RegistryClient client, Pass pass)
    {
        pass.DueMs = pass.NowMs + LongestMs;
        lock (client.Gate)
        {
            if (pass.CheckBeats) core.Review(client, pass, Judge);
            if (core.CloseIf(client, pass, Expired)) return;
            client.NextLookMs = pass.DueMs;
        }
    }

    private static Verdict Judge(Publication publication, Pass pass)
    {
        if (publication.Single is not { } instance) return Verdict.Keep;
        var set = publication.Service.Overrides.Find(instance.Address)?.Metadata.Preserved;
        var own = instance.Metadata.Preserved;
        if (publication.Service.Metadata?.ExtendData.Preserved.EnableClientBeat is true || (set?.EnableClientBeat ?? own.EnableClientBeat) is true)
            return Verdict.Keep; // by that key the client says that it sees to its health itself
        var lastBeatMs = publication.LastBeatMs;
        if (pass.ExpireInstances && pass.Overdue(lastBeatMs + (set?.IpDeleteTimeoutMs ?? own.IpDeleteTimeoutMs ?? PreservedKeys.DefaultIpDeleteTimeoutMs)))
            return Verdict.Gone;
        return instance.Healthy && pass.Overdue(lastBeatMs + (set?.HeartBeatTimeoutMs ?? own.HeartBeatTimeoutMs ?? PreservedKeys.DefaultHeartBeatTimeoutMs))
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

    /// <summary>What holds for one pass, and the next moment at which something of the client in hand may be overdue.</summary>
    private sealed class Pass(long nowMs, bool checkBeats, bool expireInstances, long clientExpiredMs, long subscriptionMs)
    {
        public long NowMs => nowMs;

        public bool CheckBeats => checkBeats;

        public bool ExpireInstances => expireInstances;

        public long ClientExpiredMs => clientExpiredMs;

        public long SubscriptionMs => subscriptionMs;

        public long DueMs { get; set; }

        public bool Overdue(long endMs)
        {
            if (nowMs > endMs) return true;
            DueMs = Math.Min(DueMs, endMs + 1);
            return false;
        }
    }

    [LoggerMessage(EventId = 1301, Level = LogLevel.Warning, Message = "The process stood still for {LateMs} ms; instances get time to beat before they are judged again")]
    private partial void LogStoodStill(long lateMs);
}
