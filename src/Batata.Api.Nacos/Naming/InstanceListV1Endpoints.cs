using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Udp;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Naming;

/// <summary>What every consumer asks again and again. <see cref="NamingFastCalls"/> answers most of it before it gets here. Protocol source: Nacos 3.1 <c>InstanceController.list</c>.</summary>
internal sealed class InstanceListV1Endpoints(IServiceDirectory directory, ISwitches switches, UdpSubscriptions subscriptions) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos) => nacos.Group(NamingV1.Prefix, NamingV1Errors.Instance)
        .Get("/instance/list", ListAsync)
        .RequireNacosPermission(NacosPermission.ReadNaming)
        .Compatibility(ApiClass.Client, "GET ${contextPath:nacos}/v3/client/ns/instance/list")
        .Checked(NamingChecks.List)
        .RequiresByHand("serviceName");

    private Task ListAsync(NacosRequest request)
    {
        var service = request.Service();
        if (!service.Ok) return request.RefusedAsync(service.Failure);
        var clusters = request.Optional("clusters");
        var port = request.Optional("udpPort", "0");
        if (!int.TryParse(port, out var udpPort))
            return request.RefusedAsync(new Failure(FailureKind.Invalid, NamingFailures.InstanceCode, JavaText.NoNumber(port)));
        if (subscriptions.Renew(request.Http.Request, service.Value, request.Optional("clientIP"), udpPort, request.Optional("app"), clusters) is { } full)
            return request.RefusedAsync(full);
        if (!Accepts.Json(request.Http.Request)) return Answers.NotAcceptableAsync(request.Http);
        var body = ListAnswers.Of(
            directory.Serve(service.Value), clusters, JavaText.ParseBoolean(request.Optional("healthyOnly")), switches.Current.DefaultPushCacheMillis);
        return Answers.BytesAsync(request.Http, StatusCodes.Status200OK, NacosHeaders.Json, body);
    }
}
