using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;

namespace Batata.Api.Nacos.Configs;

/// <summary>Publish and delete of v3, admin and console alike. Protocol source: Nacos 3.1 <c>ConfigControllerV3</c>, <c>ConsoleConfigController</c>.</summary>
internal sealed class ConfigV3WriteEndpoints(ConfigWrites writes) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        Map(nacos.ConfigAdmin(), "/config/batch");
        Map(nacos.ConfigConsole(), "/config/batchDelete");
    }

    private void Map(NacosRouteGroup group, string batch)
    {
        group.Post("/config", request => request.AnswerTrueAsync(writes.PublishAsync(request, ConfigFields.V3)))
            .OfOneConfig(NacosPermission.WriteConfig)
            .RequiresFields("content")
            .Takes("grayPriority", ParameterType.Int); // a field of the form, whose value is not looked at
        group.Delete("/config", request => request.AnswerTrueAsync(writes.RemoveAsync(request, ConfigFields.V3))).OfOneConfig(NacosPermission.WriteConfig);
        group.Delete(batch, request => request.AnswerTrueAsync(writes.RemoveByIdsAsync(request, ConfigFields.V3)))
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Checked(ParameterChecks.Config)
            .Takes("ids", ParameterType.Longs, required: true);
    }
}
