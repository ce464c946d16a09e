using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Naming;

/// <summary>Health that is set by hand, and the kinds of checks. Protocol source: Nacos 3.1 <c>HealthController</c>.</summary>
internal sealed class HealthV1Endpoints(INamingQueries queries, NamingChecks checks, IOptions<NacosOptions> options, IMediator mediator) : INacosEndpoints
{
    private static readonly HealthChecker[] Checkers = [HealthChecker.Tcp, new HttpChecker("", "", 200), new MySqlChecker(null, null, null), HealthChecker.None];

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(NamingV1.Prefix + "/health", NamingV1Errors.Instance);
        foreach (var alias in new[] { "", "/instance" })
        {
            v1.Put(alias, SetAsync)
                .RequireNacosPermission(NacosPermission.WriteNaming)
                .Compatibility(ApiClass.Admin, "PUT ${contextPath:nacos}/v3/admin/ns/health/instance")
                .Checked(checks.Default)
                .RequiresByHand("serviceName", "ip", "port");
        }
        v1.Get("/checkers", CheckersAsync)
            .RequireNacosPermission(OpenAccess.ServerFigures)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/ns/health/checkers");
        v1.Get("/server", ServerAsync)
            .RequireNacosPermission(OpenAccess.ServerFigures)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/core/state/liveness");
    }

    /// <summary>All checkers that there are, each as a new one is.</summary>
    public static Task CheckersAsync(NacosRequest request) => request.JsonAsync(Checkers, static (json, checkers) =>
    {
        json.WriteStartObject();
        foreach (var checker in checkers)
        {
            json.WritePropertyName(checker.Type);
            checker.WriteTo(json, withType: false);
        }
        json.WriteEndObject();
    });

    private async Task SetAsync(NacosRequest request)
    {
        var said = request.Optional("healthy", request.Optional("valid"));
        var service = request.Service();
        var address = request.Address(request.Optional("clusterName", Instance.DefaultCluster));
        var missing = said.Length > 0 ? null : new Failure(FailureKind.Invalid, NamingFailures.InstanceCode, "Param 'healthy' is required.");
        if ((missing ?? service.Failure ?? address.Failure) is { } failure)
        {
            await request.RefusedAsync(failure);
            return;
        }
        var (ip, port, cluster) = address.Value;
        await request.AnswerAsync(await mediator.Send(new SetInstanceHealth(service.Value, cluster, ip, port, JavaText.ToBoolean(said)), request.Aborted));
    }

    private Task ServerAsync(NacosRequest request) => request.JsonAsync(
        $"Hello! I am Nacos-Naming and healthy! total services: {queries.Count().Services}, local port:{options.Value.MainPort}",
        static (json, message) =>
        {
            json.WriteStartObject();
            json.WriteString("msg"u8, message);
            json.WriteEndObject();
        });
}
