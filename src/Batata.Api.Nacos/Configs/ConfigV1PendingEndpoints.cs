using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Configs;

/// <summary>What v1 has and this server does not do yet: 501 with the reason, rather than a success that does nothing.</summary>
internal sealed class ConfigV1PendingEndpoints : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(ConfigV1.Prefix, ConfigV1Errors.Instance);
        v1.Get("/capacity", Pending("Quotas of configs are not available yet."))
            .RequireNacosPermission(NacosPermission.Open)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/cs/capacity");
        v1.Post("/capacity", Pending("Quotas of configs are not available yet."))
            .RequireNacosPermission(NacosPermission.Write("nacos/admin")) // Nacos asks for nothing here; changing quotas is for administrators
            .Compatibility(ApiClass.Admin, "POST ${contextPath:nacos}/v3/admin/cs/capacity");
    }

    private static NacosHandler Pending(string why)
    {
        var failure = new Failure(FailureKind.NotSupported, "nacos.not_supported", why);
        return request => request.Errors.RefusedAsync(request.Http, failure);
    }
}
