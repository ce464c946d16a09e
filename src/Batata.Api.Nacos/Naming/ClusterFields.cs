using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Naming;

/// <summary>How a cluster is checked, alike for operators and for the console. Protocol source: Nacos 3.1 <c>UpdateClusterForm</c>, <c>ClusterControllerV3</c>.</summary>
internal static class ClusterFields
{
    public static NacosRoute Declare(NacosRoute route) => route
        .RequiresFields("serviceName", "clusterName")
        .RequiresField("checkPort", ParameterType.Int)
        .RequiresField("useInstancePort4Check", ParameterType.Bool)
        .RequiresFields("healthChecker");

    /// <summary>Makes the request of a form. A checker that cannot be read is refused; of an unknown type it becomes NONE, as in Nacos.</summary>
    public static Outcome<UpdateCluster> Read(NacosRequest request)
    {
        var service = request.ServiceField();
        var checker = HealthChecker.Parse(request.Text("healthChecker"));
        var metadata = request.MetadataField();
        if ((service.Failure ?? checker.Failure ?? metadata.Failure) is { } failure) return failure;
        var settings = new ServiceCluster(checker.Value, request.Int("checkPort"), request.Bool("useInstancePort4Check"), metadata.Value);
        return new UpdateCluster(service.Value, request.Text("clusterName"), settings);
    }

    public static async Task UpdateAsync(NacosRequest request, IMediator mediator)
    {
        var update = Read(request);
        await (update.Ok ? request.ResultAsync(await mediator.Send(update.Value, request.Aborted)) : request.RefuseAsync(update.Failure));
    }
}
