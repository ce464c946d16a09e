using Batata.Api.Nacos;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Naming;
using Batata.Api.Nacos.Naming.Udp;
using Batata.Application.Naming;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Batata.Benchmarks.HotPaths;

/// <summary>What old clients ask over HTTP, behind Kestrel's parser. What a server's own features would allocate is not in it.</summary>
internal static class NamingFront
{
    private const string ListTarget =
        "/nacos/v1/ns/instance/list?namespaceId=public&clusters=&udpPort=0&clientIP=10.1.1.9&healthyOnly=false&app=unknown&serviceName=DEFAULT_GROUP%40%40service-5000";

    public static HotPath List() => Call(
        "http-instance-list",
        HttpMethods.Get,
        ListTarget,
        Gates.Open());

    /// <summary>The same with authorization on and the token where clients of 1.x put it.</summary>
    public static HotPath ListWithLogin()
    {
        var (gate, token) = Gates.Guarded();
        return Call("http-instance-list-login", HttpMethods.Get, $"{ListTarget}&accessToken={token}", gate);
    }

    public static HotPath LightBeat() => Call(
        "http-light-beat",
        HttpMethods.Put,
        "/nacos/v1/ns/instance/beat?namespaceId=public&serviceName=DEFAULT_GROUP%40%40service-5000&clusterName=DEFAULT&ip=10.0.0.7&port=87",
        Gates.Open());

    private static HotPath Call(string name, string method, string target, NacosGate gate)
    {
        var services = NamingPaths.Filled();
        var node = new HttpFront.ReadyNode();
        var (addresses, switches) = (services.GetRequiredService<IAddressNaming>(), services.GetRequiredService<ISwitches>());
        var calls = new NamingFastCalls(
            services.GetRequiredService<IServiceDirectory>(),
            addresses,
            switches,
            new UdpSubscriptions(addresses, switches),
            new NamingV1Filters(switches, new NamingServerStatus(node, switches)),
            gate,
            node,
            Options.Create(new NacosOptions()));
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = target;
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        var written = http.Response.BodyWriter;
        return new HotPath(
            name,
            () =>
            {
                http.Response.Headers.Clear();
                if (calls.TryServe(http) is not { IsCompletedSuccessfully: true }) throw new InvalidOperationException("The request is not served on the fast path.");
            },
            () =>
            {
                written.Complete();
                services.Dispose();
            });
    }
}
