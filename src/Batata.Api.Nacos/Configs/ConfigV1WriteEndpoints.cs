using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>Publish and delete of v1. Protocol source: Nacos 3.1 <c>ConfigController</c>.</summary>
internal sealed class ConfigV1WriteEndpoints(ConfigWrites writes) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(ConfigV1.Prefix, ConfigV1Errors.Instance);
        v1.Post(ConfigV1.Configs, PublishAsync)
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Compatibility(ApiClass.Client, "POST ${contextPath:nacos}/v3/admin/cs/config")
            .Checked(ParameterChecks.Config)
            .Requires("dataId", "group", "content");
        v1.Delete(ConfigV1.Configs, RemoveAsync)
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Compatibility(ApiClass.Client, "DELETE ${contextPath:nacos}/v3/admin/cs/config")
            .Checked(ParameterChecks.Config)
            .Requires("dataId", "group");
        v1.Delete(ConfigV1.Configs, RemoveByIdsAsync).When("delType", "ids")
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Compatibility(ApiClass.Console, "DELETE ${contextPath:nacos}/v3/console/cs/config/batchDelete")
            .Checked(ParameterChecks.Config)
            .Takes("ids", ParameterType.Longs, required: true);
    }

    private async Task PublishAsync(NacosRequest request)
    {
        var published = await writes.PublishAsync(request, ConfigFields.V1);
        await (published.Ok ? TrueAsync(request) : ConfigV1Errors.Instance.PublishRefusedAsync(request.Http, published.Failure));
    }

    private async Task RemoveAsync(NacosRequest request) => await AnswerAsync(request, await writes.RemoveAsync(request, ConfigFields.V1));

    private async Task RemoveByIdsAsync(NacosRequest request)
    {
        var removed = await writes.RemoveByIdsAsync(request, ConfigFields.V1);
        await (removed.Ok
            ? Answers.RestResultAsync(request.Http, NacosHeaders.JsonUtf8, StatusCodes.Status200OK, null, true, BasicJson.Default.Boolean)
            : request.Errors.RefusedAsync(request.Http, removed.Failure));
    }

    private static Task AnswerAsync<T>(NacosRequest request, Outcome<T> outcome) =>
        outcome.Ok ? TrueAsync(request) : request.Errors.RefusedAsync(request.Http, outcome.Failure);

    private static Task TrueAsync(NacosRequest request) => Answers.TextAsync(request.Http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, "true");
}
