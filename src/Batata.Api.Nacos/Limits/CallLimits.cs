using Batata.Api.Nacos.Http;
using Batata.Application.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Limits;

/// <summary>What HTTP and gRPC have in common: whether a call is over a rate of Batata's own, or over a rule of Nacos' traffic control.</summary>
internal sealed partial class CallLimits(TpsPoints points, IOptions<LimitOptions> options, TimeProvider time, ILogger<CallLimits> logger) : IDisposable
{
    /// <summary>The reference holds a refused call back for this long, so that a client that tries again at once is slowed down.</summary>
    public static readonly TimeSpan Brake = TimeSpan.FromSeconds(1);

    public const string TooMany = "too many requests";

    // Calls that are held back at a time; the rest is refused at once, so that refusing costs no memory without a bound.
    private const int MaxHeld = 10_000;

    private readonly CallRates? _rates = options.Value.Rates.Count > 0 ? new CallRates(options.Value, time) : null;
    private int _held;

    /// <summary>False when nothing is ever refused: whoever asks may then skip the question.</summary>
    public bool IsOn => _rates is not null || options.Value.TrafficControl;

    public bool IsWithinRates(CallGroup group, in ClientKey client) => _rates is null || _rates.Admits(group, client);

    public bool CountsUsers => _rates is { CountsUsers: true };

    /// <summary>For callers that have a name.</summary>
    public bool IsWithinRates(CallGroup group, Caller caller) => !CountsUsers || !caller.IsUser || _rates!.AdmitsUser(group, caller.Name);

    /// <summary>The same for a call over gRPC.</summary>
    public bool IsWithinRates(NacosPermission permission, Caller caller) => permission.Subject == PermissionSubject.Open || IsWithinRates(GroupOf(permission), caller);

    /// <summary>Counts a call.</summary>
    /// <returns>Why traffic control refuses it, in Nacos' words; null when it may go on.</returns>
    public string? Count(TpsPoint? point)
    {
        if (point is null || point.TryCount(out var refused, out var tell)) return null;
        if (tell && point.Rule is { } rule)
        {
            if (rule.Intercepts) LogRefused(point.Name, rule.MaxCount, rule.Period);
            else LogOver(point.Name, rule.MaxCount, rule.Period);
        }
        return refused;
    }

    /// <summary>Why a call over gRPC is refused; null when it may go on.</summary>
    public string? Refuse(string requestType, NacosPermission permission, in ClientKey client)
    {
        // A beat keeps a connection alive; only a rule of its own may refuse it.
        if (permission.Subject != PermissionSubject.Open && !IsWithinRates(GroupOf(permission), client)) return TooMany;
        return Count(points.OfGrpc(requestType));
    }

    /// <summary>Waits as the reference does before a refusal is sent, or not at all when too many wait already.</summary>
    public async Task HoldAsync(CancellationToken clientGone)
    {
        if (Interlocked.Increment(ref _held) <= MaxHeld)
        {
            try
            {
                await Task.Delay(Brake, time, clientGone);
            }
            catch (OperationCanceledException) when (clientGone.IsCancellationRequested)
            {
                // Nobody is there to be held back.
            }
        }
        Interlocked.Decrement(ref _held);
    }

    public void Dispose() => _rates?.Dispose();

    private static CallGroup GroupOf(NacosPermission permission) => (permission.Subject, permission.Action) switch
    {
        (PermissionSubject.Config, PermissionAction.Read) => CallGroup.ConfigRead,
        (PermissionSubject.Config, _) => CallGroup.ConfigWrite,
        (PermissionSubject.Naming, PermissionAction.Read) => CallGroup.NamingRead,
        (PermissionSubject.Naming, _) => CallGroup.NamingWrite,
        _ => CallGroup.Admin,
    };

    [LoggerMessage(EventId = 2206, Level = LogLevel.Warning, Message = "Calls of {Point} are refused: over {MaxCount} in {Period}")]
    private partial void LogRefused(string point, int maxCount, TimeSpan period);

    [LoggerMessage(EventId = 2202, Level = LogLevel.Warning, Message = "Calls of {Point} would be refused, but its rule only looks: over {MaxCount} in {Period}")]
    private partial void LogOver(string point, int maxCount, TimeSpan period);
}
