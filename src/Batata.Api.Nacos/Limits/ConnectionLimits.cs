using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Limits;

/// <param name="Total">-1 for no limit, as in the others.</param>
/// <param name="PerAddress">Where <paramref name="OfAddress"/> does not name the address.</param>
/// <param name="OfApplication">By the name that a client gives itself.</param>
internal sealed record ConnectionRule(int Total, int PerAddress, IReadOnlyDictionary<string, int> OfAddress, IReadOnlyDictionary<string, int> OfApplication)
{
    public static ConnectionRule None { get; } = new(-1, -1, new Dictionary<string, int>(), new Dictionary<string, int>());
}

/// <summary>
/// How many clients stay connected: gRPC connections of SDKs and long polls of 1.x, counted together and by address. Safe for any thread. Protocol
/// source: Nacos 3.1 <c>NacosConnectionControlManager</c>; limits by address and application are those of 2.x.
/// </summary>
internal sealed class ConnectionLimits(IOptions<NacosOptions> nacos, IOptions<LimitOptions> limits)
{
    private readonly ConcurrentDictionary<string, int> _byAddress = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _byApplication = new(StringComparer.Ordinal);
    private volatile ConnectionRule _rule = ConnectionRule.None;
    private int _total;
    private int _grpc;

    public ConnectionRule Rule
    {
        get => _rule;
        set => _rule = value;
    }

    /// <summary>Takes one more.</summary>
    /// <param name="application">Null when the client says none.</param>
    /// <returns>Why it is refused; null when it counts from now on, until <see cref="Leave"/>.</returns>
    public string? Enter(string address, string? application, bool isGrpc)
    {
        var rule = _rule;
        var max = nacos.Value.MaxGrpcConnections;
        var (total, grpc) = (Interlocked.Increment(ref _total), isGrpc ? Interlocked.Increment(ref _grpc) : 0);
        var ofAddress = Count(_byAddress, address, 1);
        var ofApplication = application is null ? 0 : Count(_byApplication, application, 1);
        var perAddress = rule.OfAddress.TryGetValue(address, out var own) ? own : rule.PerAddress;
        if (limits.Value.MaxConnectionsPerAddress is var fixedLimit and > 0 && (perAddress < 0 || fixedLimit < perAddress)) perAddress = fixedLimit;
        var perApplication = application is not null && rule.OfApplication.TryGetValue(application, out var found) ? found : -1;
        var refused = Over(total, rule.Total, "connections") ?? (max > 0 ? Over(grpc, max, "gRPC connections") : null)
            ?? Over(ofAddress, perAddress, $"connections of {address}") ?? Over(ofApplication, perApplication, $"connections of application {application}");
        if (refused is not null) Leave(address, application, isGrpc);
        return refused;
    }

    public void Leave(string address, string? application, bool isGrpc)
    {
        Interlocked.Decrement(ref _total);
        if (isGrpc) Interlocked.Decrement(ref _grpc);
        Count(_byAddress, address, -1);
        if (application is not null) Count(_byApplication, application, -1);
    }

    private static string? Over(int count, int limit, string what) => limit >= 0 && count > limit ? $"{what} over limit :{limit}" : null;

    /// <summary>Nothing is kept of whom nothing is left.</summary>
    private static int Count(ConcurrentDictionary<string, int> counts, string key, int change)
    {
        while (true)
        {
            if (!counts.TryGetValue(key, out var now))
            {
                if (counts.TryAdd(key, change)) return change;
            }
            else if (now + change == 0 ? counts.TryRemove(new(key, now)) : counts.TryUpdate(key, now + change, now))
            {
                return now + change;
            }
        }
    }
}
