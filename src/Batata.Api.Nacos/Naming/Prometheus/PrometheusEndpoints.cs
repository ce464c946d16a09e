using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Naming.Prometheus;

/// <summary>
/// Service discovery for Prometheus (<c>http_sd_config</c>): every instance is a target, disabled and unhealthy ones too, so that a scrape
/// tells that it is down. Not there unless switched on. Protocol source: Nacos 3.1 <c>PrometheusController</c>.
/// </summary>
internal sealed class PrometheusEndpoints(INamingQueries queries, IServiceDirectory directory, IOptions<NacosOptions> options) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        if (!options.Value.PrometheusEnabled) return;
        var all = nacos.Group("/prometheus", ResultErrors.Instance);
        all.Get("", request => ListAsync(request, queries.Services(null)))
            .RequireNacosPermission(NacosPermission.Basic);
        // Nacos 3.x asks for a login on the exact path alone (PrometheusAuthFilter).
        all.Get("/namespaceId/{namespaceId}", request => ListAsync(request, queries.Services(request.PathPart("namespaceId"))))
            .RequireNacosPermission(OpenAccess.PrometheusOfOne);
        all.Get("/namespaceId/{namespaceId}/service/{service}", ListServiceAsync)
            .RequireNacosPermission(OpenAccess.PrometheusOfOne);
    }

    /// <summary>A plain name, in any group.</summary>
    private Task ListServiceAsync(NacosRequest request)
    {
        var name = request.PathPart("service");
        return ListAsync(request, queries.Services(request.PathPart("namespaceId")).Where(service => service.Name == name));
    }

    private Task ListAsync(NacosRequest request, IEnumerable<ServiceKey> services) => Answers.WriteAsync(
        request.Http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, (services, directory), static (json, x) =>
        {
            json.WriteStartArray();
            foreach (var service in x.services)
            {
                foreach (var instance in x.directory.Find(service)?.Instances ?? []) TargetJson.Write(json, instance);
            }
            json.WriteEndArray();
        });
}
