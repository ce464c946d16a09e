using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>Read, publish and delete of v2. Protocol source: Nacos 3.1 <c>ConfigControllerV2</c>, <c>ConfigServletInner</c>.</summary>
internal sealed class ConfigV2Endpoints(IServedConfigs served, ConfigWrites writes) : INacosEndpoints
{
    private const string Path = "/config";

    // The servlet prints a line and sets no type.
    private static readonly byte[] NotFoundLine = "{\"code\":20004,\"message\":\"resource not found\",\"data\":\"config data not exist\"}\n"u8.ToArray();

    private static readonly byte[] ConflictLine =
        "{\"code\":20005,\"message\":\"resource conflict\",\"data\":\"requested file is being modified, please try later.\"}\n"u8.ToArray();

    public void Map(NacosRouteBuilder nacos)
    {
        var v2 = nacos.Group(ConfigV2.Prefix, ResultErrors.Instance);
        v2.Get(Path, GetAsync)
            .RequireNacosPermission(NacosPermission.ReadConfig)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/client/cs/config")
            .Checked(ParameterChecks.Config)
            .Requires("dataId", "group");
        v2.Post(Path, request => request.AnswerTrueAsync(writes.PublishAsync(request, ConfigFields.V2)))
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Compatibility(ApiClass.Admin, "POST ${contextPath:nacos}/v3/admin/cs/config")
            .Checked(ParameterChecks.Config)
            .RequiresFields("dataId", "group", "content")
            .Takes("grayPriority", ParameterType.Int); // a field of the form, whose value is not looked at
        v2.Delete(Path, request => request.AnswerTrueAsync(writes.RemoveAsync(request, ConfigFields.V2)))
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Compatibility(ApiClass.Admin, "DELETE ${contextPath:nacos}/v3/admin/cs/config")
            .Checked(ParameterChecks.Config)
            .Requires("dataId", "group");
    }

    private async Task GetAsync(NacosRequest request)
    {
        var (http, key, tag) = (request.Http, ConfigFields.V2.Key(request), request["tag"]);
        if ((ConfigRules.KeyProblem(key) ?? ConfigV1.TagProblem(tag)) is { } problem)
        {
            await request.RefuseAsync(problem);
            return;
        }
        var (outcome, config, choice, content) = await ConfigAnswer.ReadAsync(served, key, c => ConfigAnswer.Choose(http, c, tag), request.Aborted);
        switch (outcome)
        {
            case ReadOutcome.Found:
                ConfigHeaders.Write(http.Response.Headers, config!, choice);
                await Answers.SuccessAsync(http, content, static (json, utf8) => json.WriteStringValue(utf8.Span));
                break;
            case ReadOutcome.NotFound:
                await Answers.BytesAsync(http, StatusCodes.Status404NotFound, null, NotFoundLine);
                break;
            default:
                await Answers.BytesAsync(http, StatusCodes.Status409Conflict, null, ConflictLine);
                break;
        }
    }
}
