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
        foreach (var export in new[] { "export", "exportV2" })
        {
            v1.Get(ConfigV1.Configs, Pending("Export of configs is not available yet.")).When(export, "true")
                .RequireNacosPermission(NacosPermission.ReadConfig)
                .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/cs/config/export");
        }
        v1.Post(ConfigV1.Configs, Pending("Import of configs is not available yet.")).When("import", "true")
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Compatibility(ApiClass.Console, "POST ${contextPath:nacos}/v3/console/cs/config/import");
        v1.Post(ConfigV1.Configs, Pending("Cloning configs is not available yet.")).When("clone", "true")
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Compatibility(ApiClass.Console, "POST ${contextPath:nacos}/v3/console/cs/config/clone");
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
