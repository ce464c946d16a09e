using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>Publish and delete, formal and gray. Protocol source: Nacos 3.1 <c>ConfigController</c>, <c>ConfigOperationService</c>.</summary>
internal sealed class ConfigV1WriteEndpoints(IMediator mediator) : INacosEndpoints
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
        var published = GrayRuleOf(request) is { } rule
            ? await mediator.Send(
                new PublishGrayConfig(
                    request.Key(), rule, request["content"], Description(request), request.Author(), request["encryptedDataKey"], request.Header(ConfigHeaders.CasMd5)),
                request.Aborted)
            : await mediator.Send(
                new PublishConfig(
                    request.Key(), request["content"], Description(request), request.Author(), request["encryptedDataKey"], request.Header(ConfigHeaders.CasMd5)),
                request.Aborted);
        await (published.Ok ? TrueAsync(request) : ConfigV1Errors.Instance.PublishRefusedAsync(request.Http, published.Failure));
    }

    private async Task RemoveAsync(NacosRequest request)
    {
        if (ConfigV1.NotBlank(request["tag"]) is not { } tag)
        {
            await AnswerAsync(request, await mediator.Send(new RemoveConfig(request.Key(), request.Author()), request.Aborted));
            return;
        }
        // Nacos 3.x takes the value as the gray name (tag_x); a bare tag works here, too. The rule of tags is for what stands behind the prefix.
        var bare = tag.StartsWith(TagRule.NamePrefix, StringComparison.Ordinal) ? tag[TagRule.NamePrefix.Length..] : tag;
        await (ConfigRules.TagProblem(bare) is { } problem
            ? ConfigV1Errors.CausedAsync(request.Http, problem)
            : AnswerAsync(request, await mediator.Send(new RemoveGrayConfig(request.Key(), tag, request.Author()), request.Aborted)));
    }

    private async Task RemoveByIdsAsync(NacosRequest request)
    {
        var removed = await mediator.Send(new RemoveConfigsById(request.Longs("ids"), request.Author()), request.Aborted);
        await (removed.Ok
            ? Answers.RestResultAsync(request.Http, NacosHeaders.JsonUtf8, StatusCodes.Status200OK, null, true, BasicJson.Default.Boolean)
            : request.Errors.RefusedAsync(request.Http, removed.Failure));
    }

    /// <summary>Beta wins over a tag; without either the formal version is meant. A parameter <c>betaIps</c> is not looked at.</summary>
    private static GrayRule? GrayRuleOf(NacosRequest request)
    {
        if (request.Header(ConfigHeaders.BetaIps) is { } ips) return new BetaRule(ips);
        return ConfigV1.NotBlank(request["tag"]) is { } tag ? new TagRule(tag) : null;
    }

    private static ConfigDescription Description(NacosRequest request) => new(
        request["appName"], request["type"], request["desc"], request["use"], request["effect"], request["schema"],
        request["config_tags"] is { } tags ? ConfigV1.Parts(tags) : null);

    private static Task AnswerAsync<T>(NacosRequest request, Outcome<T> outcome) =>
        outcome.Ok ? TrueAsync(request) : request.Errors.RefusedAsync(request.Http, outcome.Failure);

    private static Task TrueAsync(NacosRequest request) => Answers.TextAsync(request.Http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, "true");
}
