using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using MediatR;

namespace Batata.Api.Nacos.Naming;

/// <summary>How persistent instances of a cluster are checked. Protocol source: Nacos 3.1 <c>ClusterController</c>.</summary>
internal sealed class ClusterV1Endpoints(NamingChecks checks, IMediator mediator) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos) => nacos.Group(NamingV1.Prefix, NamingV1Errors.Instance)
        .Put("/cluster", UpdateAsync)
        .RequireNacosPermission(NacosPermission.WriteNaming)
        .Compatibility(ApiClass.Console, "PUT ${contextPath:nacos}/v3/console/ns/service/cluster")
        .Checked(checks.Default)
        .RequiresByHand("clusterName", "serviceName", "checkPort", "useInstancePort4Check", "healthChecker");

    private async Task UpdateAsync(NacosRequest request)
    {
        var service = request.NamedService();
        var checker = HealthChecker.Parse(TwiceEncoded.Json(request.First("healthChecker")));
        var metadata = TwiceEncoded.Metadata(request.First("metadata"));
        if ((service.Failure ?? checker.Failure ?? metadata.Failure) is { } failure)
        {
            await request.RefusedAsync(failure);
            return;
        }
        var useInstancePort = JavaText.ToBoolean(request.Required("useInstancePort4Check"));
        var settings = new ServiceCluster(checker.Value, request.Count("checkPort"), useInstancePort, metadata.Value);
        await request.AnswerAsync(await mediator.Send(new UpdateCluster(service.Value, request.Required("clusterName"), settings), request.Aborted));
    }
}
