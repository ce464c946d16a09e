using Batata.Benchmarks.HotPaths;

namespace Batata.Benchmarks;

/// <summary>All hot paths, by name. Each call makes a new one with what it needs.</summary>
public static class HotPathCatalogue
{
    private static readonly Dictionary<string, Func<HotPath>> Makers = new(StringComparer.Ordinal)
    {
        ["config-md5"] = ConfigReads.Md5,
        ["config-lookup"] = ConfigReads.Lookup,
        ["http-config-get"] = HttpFront.Get,
        ["http-config-get-login"] = HttpFront.GetWithLogin,
        ["http-instance-list-login"] = NamingFront.ListWithLogin,
        ["long-poll-body"] = HttpFront.LongPollBody,
        ["http-limits"] = LimitPaths.Pass,
        ["timer-wheel"] = HttpFront.Wheel,
        ["grpc-query-read"] = GrpcFront.ReadQuery,
        ["grpc-query-write"] = GrpcFront.WriteAnswer,
        ["grpc-push-write"] = GrpcFront.WritePush,
        ["entry-encode"] = LogEntries.Encode,
        ["entry-decode"] = LogEntries.Decode,
        ["config-apply"] = ConfigWrites.Apply,
        ["config-apply-64"] = ConfigWrites.ApplyBatch,
        ["http-instance-list"] = NamingFront.List,
        ["http-light-beat"] = NamingFront.LightBeat,
        ["http-kv-get"] = ConsulFront.GetKey,
        ["http-health-service"] = ConsulFront.GetHealth,
        ["consul-ttl-beat"] = ConsulBeats.Ttl,
        ["consul-session-renew"] = ConsulBeats.Session,
        ["naming-lookup"] = NamingPaths.Lookup,
        ["naming-select"] = NamingPaths.Select,
        ["naming-register"] = NamingPaths.Register,
        ["naming-beat"] = NamingPaths.Beat,
        ["naming-rebuild"] = NamingPaths.Rebuild,
        ["naming-render"] = NamingGrpcPaths.RenderHosts,
        ["grpc-register-read"] = NamingGrpcPaths.ReadRegistration,
        ["grpc-service-write"] = NamingGrpcPaths.WriteService,
        ["dns-service-a"] = DnsPaths.Addresses,
        ["dns-service-srv"] = DnsPaths.Services,
    };

    public static IEnumerable<string> Names => Makers.Keys;

    public static HotPath Make(string name) => Makers[name]();
}
