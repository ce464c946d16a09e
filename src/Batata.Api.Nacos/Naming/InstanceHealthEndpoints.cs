using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// Health that somebody sets by hand, and which checkers there are; v2 and v3. Protocol source: Nacos 3.1 <c>HealthControllerV2</c>,
/// <c>HealthControllerV3</c>, <c>UpdateHealthForm</c>.
/// </summary>
internal sealed class InstanceHealthEndpoints(NamingChecks checks, IMediator mediator) : INacosEndpoints
{
    private const string Replacement = "PUT ${contextPath:nacos}/v3/admin/ns/health"; // Nacos 3.x: there is no such path

    private static readonly HealthChecker[] Checkers = [HealthChecker.Tcp, new HttpChecker("", "", 200), new MySqlChecker(null, null, null), HealthChecker.None];

    public void Map(NacosRouteBuilder nacos)
    {
        var v2 = nacos.Group("/v2/ns/health", ResultErrors.Instance);
        foreach (var path in new[] { "", "/instance" })
            Declare(v2.Put(path, request => SetAsync(request, request.CompositeService()))).Compatibility(ApiClass.Admin, Replacement);
        var v3 = nacos.Group("/v3/admin/ns/health", ResultErrors.Instance);
        Declare(v3.Put("/instance", request => SetAsync(request, request.ServiceField())));
        v3.Get("/checkers", CheckersAsync).RequireNacosPermission(NacosPermission.WriteNaming); // Nacos 3.x asks for write here
    }

    private NacosRoute Declare(NacosRoute route) => route
        .RequireNacosPermission(NacosPermission.WriteNaming)
        .Checked(checks.Default)
        .RequiresField("healthy", ParameterType.Bool)
        .RequiresFields("serviceName", "ip")
        .RequiresField("port", ParameterType.Int);

    private async Task SetAsync(NacosRequest request, Outcome<ServiceKey> service)
    {
        var (ip, port, cluster) = request.AddressField();
        await (service.Ok
            ? request.ResultAsync(await mediator.Send(new SetInstanceHealth(service.Value, cluster, ip, port, request.Bool("healthy")), request.Aborted))
            : request.RefuseAsync(service.Failure));
    }

    private static Task CheckersAsync(NacosRequest request) => Answers.SuccessAsync(request.Http, Checkers, static (json, checkers) =>
    {
        json.WriteStartObject();
        foreach (var checker in checkers)
        {
            json.WritePropertyName(checker.Type);
            checker.WriteTo(json, withType: false);
        }
        json.WriteEndObject();
    });
}
