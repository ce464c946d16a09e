using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>Who is connected, over v2. Protocol source: Nacos 3.1 <c>ClientInfoControllerV2</c>.</summary>
internal sealed class ClientV2Endpoints(INamingQueries queries, NamingAcrossNodes nodes, NamingChecks checks) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var v2 = nacos.Group("/v2/ns/client", ResultErrors.Instance);
        Declare(v2, "/list", async request => await Answers.SuccessAsync(request.Http, await nodes.ClientIdsAsync(request.Aborted), ClientJson.WriteIds));
        Declare(v2, "", DetailAsync).Requires("clientId");
        Declare(v2, "/publish/list", PublishedAsync).Requires("clientId");
        Declare(v2, "/subscribe/list", SubscribedAsync).Requires("clientId");
        Declare(v2, "/service/publisher/list", PublishersAsync).Takes("ephemeral", ParameterType.Bool).Requires("serviceName").Takes("port", ParameterType.Int);
        Declare(v2, "/service/subscriber/list", SubscribersAsync).Takes("ephemeral", ParameterType.Bool).Requires("serviceName").Takes("port", ParameterType.Int);
    }

    private NacosRoute Declare(NacosRouteGroup v2, string path, NacosHandler handler) => v2.Get(path, handler)
        .RequireNacosPermission(NacosPermission.Read("nacos/admin"))
        .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/ns/client" + path)
        .Checked(checks.Default);

    private async Task DetailAsync(NacosRequest request) => await (await nodes.FindClientAsync(request.Text("clientId"), request.Aborted) is { } client
        ? Answers.SuccessAsync(request.Http, client, ClientV2Json.WriteSummary)
        : request.RefuseAsync(NamingFailures.NoSuchClient(request.Text("clientId"))));

    private async Task PublishedAsync(NacosRequest request) => await (await nodes.PublishedByAsync(request.Text("clientId"), request.Aborted) is { } published
        ? Answers.SuccessAsync(request.Http, published, ClientV2Json.WritePublished)
        : request.RefuseAsync(NamingFailures.NoSuchClient(request.Text("clientId"))));

    private async Task SubscribedAsync(NacosRequest request) => await (await nodes.SubscribedByAsync(request.Text("clientId"), request.Aborted) is { } subscribed
        ? Answers.SuccessAsync(request.Http, subscribed, ClientV2Json.WriteSubscribed)
        : request.RefuseAsync(NamingFailures.NoSuchClient(request.Text("clientId"))));

    /// <summary>Nacos 3.x: ip and port must both be equal, so without them nothing is. Which kind is asked for does not matter, since a service has one.</summary>
    private Task PublishersAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        if (!service.Ok) return request.RefuseAsync(service.Failure);
        var (ip, port) = AddressFilter.Of(request);
        return Answers.SuccessAsync(
            request.Http, queries.Publishers(service.Value).Where(p => p.Instance.Ip == ip && p.Instance.Port == port), ClientV2Json.WritePublishers);
    }

    /// <summary>Here they narrow the list only when they are sent.</summary>
    private async Task SubscribersAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        if (!service.Ok)
        {
            await request.RefuseAsync(service.Failure);
            return;
        }
        var address = AddressFilter.Of(request);
        var all = await nodes.SubscribersAsync(service.Value, request.Aborted);
        await Answers.SuccessAsync(
            request.Http, all.Where(s => address.Lets(s.Subscriber.Ip, s.Subscriber.Port)), ClientV2Json.WriteSubscribers);
    }
}
