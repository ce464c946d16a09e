using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>Who is connected, what they publish and what they subscribe to. Protocol source: Nacos 3.1 <c>ClientControllerV3</c>.</summary>
internal sealed class ClientV3Endpoints(INamingQueries queries, NamingAcrossNodes nodes, NamingChecks checks, ResponsibleServer responsible) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var admin = nacos.Group("/v3/admin/ns/client", ResultErrors.Instance);
        Read(admin.Get("/list", async request => await Answers.SuccessAsync(request.Http, await nodes.ClientIdsAsync(request.Aborted), ClientJson.WriteIds)));
        Read(admin.Get("", DetailAsync)).Requires("clientId");
        Read(admin.Get("/publish/list", PublishedAsync)).Requires("clientId");
        Read(admin.Get("/subscribe/list", SubscribedAsync)).Requires("clientId");
        Read(admin.Get("/service/publisher/list", PublishersAsync)).RequiresFields("serviceName").Takes("port", ParameterType.Int);
        Read(admin.Get("/service/subscriber/list", SubscribersAsync)).RequiresFields("serviceName").Takes("port", ParameterType.Int);
        admin.Get("/distro", request => responsible.AnswerAsync(request))
            .RequireNacosPermission(NacosPermission.Read("/v3/admin/ns/client"))
            .Checked(checks.Default)
            .Requires("ip", "port");
    }

    private NacosRoute Read(NacosRoute route) => route.RequireNacosPermission(NacosPermission.ReadNaming).Checked(checks.Default);

    private async Task DetailAsync(NacosRequest request) => await (await nodes.FindClientAsync(request.Text("clientId"), request.Aborted) is { } client
        ? Answers.SuccessAsync(request.Http, client, ClientJson.WriteSummary)
        : request.RefuseAsync(NamingFailures.NoSuchClient(request.Text("clientId"))));

    private async Task PublishedAsync(NacosRequest request) => await (await nodes.PublishedByAsync(request.Text("clientId"), request.Aborted) is { } published
        ? Answers.SuccessAsync(request.Http, published, ClientJson.WritePublished)
        : request.RefuseAsync(NamingFailures.NoSuchClient(request.Text("clientId"))));

    private async Task SubscribedAsync(NacosRequest request) => await (await nodes.SubscribedByAsync(request.Text("clientId"), request.Aborted) is { } subscribed
        ? Answers.SuccessAsync(request.Http, subscribed, ClientJson.WriteSubscribed)
        : request.RefuseAsync(NamingFailures.NoSuchClient(request.Text("clientId"))));

    private Task PublishersAsync(NacosRequest request)
    {
        var service = request.ServiceField();
        if (!service.Ok) return request.RefuseAsync(service.Failure);
        var address = AddressFilter.Of(request);
        return Answers.SuccessAsync(
            request.Http, queries.Publishers(service.Value).Where(p => address.Lets(p.Instance.Ip, p.Instance.Port)), ClientJson.WritePublishers);
    }

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
            request.Http, all.Where(s => address.Lets(s.Subscriber.Ip, s.Subscriber.Port)), ClientJson.WriteSubscribers);
    }
}
