using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Limits;

/// <summary>
/// Which call belongs to which point. Nacos counts v1 and v2 over HTTP; here a limit holds on v3 as well, where the same is asked for. Protocol source: the
/// annotations <c>TpsControl</c> of Nacos 3.1.
/// </summary>
internal sealed class TpsPoints
{
    private static readonly Dictionary<string, string> OfRequestType = new(StringComparer.Ordinal)
    {
        ["ConfigQueryRequest"] = "ConfigQuery",
        ["ConfigPublishRequest"] = "ConfigPublish",
        ["ConfigRemoveRequest"] = "ConfigRemove",
        ["ConfigBatchListenRequest"] = "ConfigListen",
        ["ConfigFuzzyWatchRequest"] = "ConfigFuzzyWatch",
        ["HealthCheckRequest"] = "HealthCheck",
        ["InstanceRequest"] = "RemoteNamingInstanceRegisterDeregister",
        ["PersistentInstanceRequest"] = "RemoteNamingInstanceRegisterDeregister",
        ["BatchInstanceRequest"] = "RemoteNamingInstanceBatchRegister",
        ["ServiceQueryRequest"] = "RemoteNamingServiceQuery",
        ["ServiceListRequest"] = "RemoteNamingServiceListQuery",
        ["SubscribeServiceRequest"] = "RemoteNamingServiceSubscribeUnSubscribe",
    };

    private static readonly Dictionary<(string Method, string Path), string> OfCall = new()
    {
        [(HttpMethods.Get, "cs/configs")] = "ConfigQuery",
        [(HttpMethods.Post, "cs/configs")] = "ConfigPublish",
        [(HttpMethods.Delete, "cs/configs")] = "ConfigRemove",
        [(HttpMethods.Get, "cs/config")] = "ConfigQuery",
        [(HttpMethods.Post, "cs/config")] = "ConfigPublish",
        [(HttpMethods.Delete, "cs/config")] = "ConfigRemove",
        [(HttpMethods.Post, "ns/instance")] = "NamingInstanceRegister",
        [(HttpMethods.Delete, "ns/instance")] = "NamingInstanceDeregister",
        [(HttpMethods.Put, "ns/instance")] = "NamingInstanceUpdate",
        [(HttpMethods.Patch, "ns/instance")] = "NamingInstanceUpdate",
        [(HttpMethods.Get, "ns/instance")] = "NamingInstanceQuery",
        [(HttpMethods.Get, "ns/instance/list")] = "NamingServiceSubscribe",
        [(HttpMethods.Put, "ns/instance/beat")] = "HttpHealthCheck",
        [(HttpMethods.Put, "ns/instance/metadata/batch")] = "NamingInstanceMetadataUpdate",
        [(HttpMethods.Delete, "ns/instance/metadata/batch")] = "NamingInstanceMetadataUpdate",
        [(HttpMethods.Post, "ns/service")] = "NamingServiceRegister",
        [(HttpMethods.Delete, "ns/service")] = "NamingServiceDeregister",
        [(HttpMethods.Put, "ns/service")] = "NamingServiceUpdate",
        [(HttpMethods.Get, "ns/service")] = "NamingServiceQuery",
        [(HttpMethods.Get, "ns/service/list")] = "NamingServiceListQuery",
    };

    private static readonly string[] Prefixes = ["/v1/", "/v2/", "/v3/client/", "/v3/admin/", "/v3/console/"];

    private readonly FrozenDictionary<string, TpsPoint> _byName;
    private readonly FrozenDictionary<string, TpsPoint> _byRequestType;

    public TpsPoints(TimeProvider time)
    {
        _byName = OfRequestType.Values.Concat(OfCall.Values).Distinct().ToFrozenDictionary(static name => name, name => new TpsPoint(name, time));
        _byRequestType = OfRequestType.ToFrozenDictionary(static pair => pair.Key, pair => _byName[pair.Value]);
    }

    public IEnumerable<TpsPoint> All => _byName.Values;

    public TpsPoint? Find(string name) => _byName.GetValueOrDefault(name);

    public TpsPoint? OfGrpc(string requestType) => _byRequestType.GetValueOrDefault(requestType);

    /// <param name="path">Of a route, below the context path.</param>
    public TpsPoint? OfHttp(string method, string path)
    {
        var prefix = Array.Find(Prefixes, p => path.StartsWith(p, StringComparison.Ordinal));
        return prefix is not null && OfCall.TryGetValue((method, path[prefix.Length..]), out var name) ? _byName[name] : null;
    }
}
