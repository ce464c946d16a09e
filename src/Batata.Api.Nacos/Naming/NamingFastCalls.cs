using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Naming.Udp;
using Batata.Application.Cluster;
using Batata.Application.Identity;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// The hot paths of discovery, straight from the request target to the registry: <c>GET /v1/ns/instance/list</c> and light beats in the query. They
/// take only requests on which the pipeline would find nothing to do, and answer the same bytes. Each filter of the pipeline has its condition
/// here: whoever adds one there adds it here.
/// </summary>
internal sealed class NamingFastCalls(
    IServiceDirectory directory,
    IAddressNaming addresses,
    ISwitches switches,
    UdpSubscriptions subscriptions,
    NamingV1Filters filters,
    NacosGate gate,
    INodeState node,
    IOptions<NacosOptions> options)
{
    private readonly string _list = options.Value.ContextPath + "/v1/ns/instance/list?";
    private readonly string _beat = options.Value.ContextPath + "/v1/ns/instance/beat?";
    private readonly bool _served = options.Value.CompatibilityClient;

    /// <returns>Null when the request is for the pipeline.</returns>
    public Task? TryServe(HttpContext http)
    {
        if (!_served || http.Features.Get<IHttpRequestFeature>()?.RawTarget is not { } target) return null;
        if (target.StartsWith(_list, StringComparison.Ordinal)) return HttpMethods.IsGet(http.Request.Method) ? TryList(http, target.AsSpan(_list.Length)) : null;
        return target.StartsWith(_beat, StringComparison.Ordinal) && HttpMethods.IsPut(http.Request.Method) && http.Request.ContentLength is null or 0
            ? TryBeat(http, target.AsSpan(_beat.Length))
            : null;
    }

    private Task? TryList(HttpContext http, ReadOnlySpan<char> query)
    {
        if (!IsOrdinary(http) || !NamingQuery.TryRead(query, out var asked) || !Allows(http, asked, AccessAction.Read)) return null;
        var clusters = asked.Clusters.IsEmpty ? "" : asked.Clusters.ToString();
        if (asked.UdpPort > 0 && subscriptions.Renew(http.Request, asked.Service, asked.ClientIp.ToString(), asked.UdpPort, asked.App.ToString(), clusters) is not null)
            return null;
        return WriteAsync(http, ListAnswers.Of(directory.Serve(asked.Service), clusters, asked.HealthyOnly, switches.Current.DefaultPushCacheMillis));
    }

    private Task? TryBeat(HttpContext http, ReadOnlySpan<char> query)
    {
        if (!IsOrdinary(http) || http.Request.Headers.TransferEncoding.Count > 0 || !NamingQuery.TryRead(query, out var asked) || !Allows(http, asked, AccessAction.Write)) return null;
        var cluster = asked.Cluster.IsEmpty || asked.Cluster.SequenceEqual(Instance.DefaultCluster) ? Instance.DefaultCluster : asked.Cluster.ToString();
        var beat = addresses.BeatAsync(asked.Service, new InstanceAddress(asked.Ip.ToString(), asked.Port, cluster), ifUnknown: null, http.RequestAborted);
        NacosHeaders.WriteSecurity(http.Response.Headers);
        // A light beat is never refused: who is not known is told so.
        return beat.IsCompletedSuccessfully ? BeatAnswers.WriteAsync(http, beat.Result.Value) : WriteAsync(http, beat);
    }

    private static async Task WriteAsync(HttpContext http, ValueTask<Outcome<BeatAnswer>> beat) => await BeatAnswers.WriteAsync(http, (await beat).Value);

    private bool IsOrdinary(HttpContext http) => node.NotServingReason is null && filters.LetAllPass && http.Request.Headers.Accept.ToString() is "" or "*/*";

    private bool Allows(HttpContext http, in NamingQuery asked, AccessAction action) => !gate.GuardsClients || gate.LetsPass(http, asked.AccessToken, new AccessRequest
    {
        Kind = AccessKind.Naming,
        Action = action,
        Namespace = asked.Service.NamespaceId,
        Group = asked.Service.Group,
        Name = asked.Service.Name,
    });

    private static Task WriteAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        var response = http.Response;
        NacosHeaders.WriteSecurity(response.Headers);
        response.ContentType = NacosHeaders.Json;
        response.ContentLength = body.Length;
        var written = response.BodyWriter.WriteAsync(body, CancellationToken.None);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }
}
