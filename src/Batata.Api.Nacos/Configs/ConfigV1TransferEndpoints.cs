using Batata.Api.Nacos.Configs.Transfer;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>Export in both layouts, import of both, and clone of the 2.x console. Protocol source: Nacos 3.1 <c>ConfigController</c>.</summary>
internal sealed class ConfigV1TransferEndpoints(ConfigTransfer transfer, ConfigExport export) : INacosEndpoints
{
    private const string PolicyProblem = "policy must be ABORT, SKIP or OVERWRITE";

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(ConfigV1.Prefix, ConfigV1Errors.Instance);
        MapExport(v1, "export", request => export.WriteOldLayoutAsync(request, ConfigFields.V1, NacosHeaders.JsonUtf8));
        MapExport(v1, "exportV2", request => export.WriteAsync(request, ConfigFields.V1, NacosHeaders.JsonUtf8, withTags: true));
        v1.Post(ConfigV1.Configs, ImportAsync).When("import", "true")
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Compatibility(ApiClass.Console, "POST ${contextPath:nacos}/v3/console/cs/config/import")
            .Checked(ParameterChecks.Config);
        v1.Post(ConfigV1.Configs, CloneAsync).When("clone", "true")
            .RequireNacosPermission(NacosPermission.WriteConfig)
            .Compatibility(ApiClass.Console, "POST ${contextPath:nacos}/v3/console/cs/config/clone")
            .Checked(ParameterChecks.Config)
            .Requires("tenant");
    }

    private static void MapExport(NacosRouteGroup v1, string selector, NacosHandler handler) => v1
        .Get(ConfigV1.Configs, handler).When(selector, "true")
        .RequireNacosPermission(NacosPermission.ReadConfig)
        .Compatibility(ApiClass.Console, "GET ${contextPath:nacos}/v3/console/cs/config/export")
        .Checked(ParameterChecks.Config)
        .Takes("ids", ParameterType.Longs); // Nacos 3.x fails when it does not come

    private async Task ImportAsync(NacosRequest request)
    {
        if (ConfigTransfer.PolicyOf(request) is not { } policy) await ConfigV1Errors.CausedAsync(request.Http, PolicyProblem);
        else await AnswerAsync(request, await transfer.ImportAsync(request, request["namespace"], policy, request.Author(), Plan), "import success");
    }

    /// <summary>What is no archive reads as an empty one; the layout is known by its metadata.</summary>
    private static Outcome<ImportPlan> Plan(ConfigArchive? archive)
    {
        if (archive is null) return ImportPlan.Refused(ImportProblem.Empty);
        if (archive.IsDamaged) return ImportPlan.Refused(ImportProblem.Unreadable);
        return archive.Texts.ContainsKey(ConfigMetadata.FileName) ? ImportPlan.Of(archive, ImportWords.Chinese, takeTags: true) : ImportPlan.OfOldLayout(archive);
    }

    private async Task CloneAsync(NacosRequest request)
    {
        if (ConfigTransfer.PolicyOf(request) is not { } policy)
        {
            await ConfigV1Errors.CausedAsync(request.Http, PolicyProblem);
            return;
        }
        var (outcome, items) = await JsonBody.ReadAsync(request.Http.Request, CloneJson.Default.ListCloneBean, request.Aborted);
        switch (outcome)
        {
            case JsonOutcome.Read:
                ConfigToClone[] wanted = [.. items!.OfType<CloneBean>().Select(static item => new ConfigToClone(item.CfgId, item.DataId, item.Group))];
                await AnswerAsync(request, await transfer.CloneAsync(request, request["tenant"], policy, request.Author(), wanted), "Clone Completed Successfully");
                break;
            case JsonOutcome.OtherType:
                await SpringErrors.WriteAsync(
                    request.Http, StatusCodes.Status415UnsupportedMediaType, $"Content-Type '{request.Http.Request.ContentType}' is not supported.");
                break;
            default:
                await SpringErrors.WriteAsync(request.Http, StatusCodes.Status400BadRequest, "Failed to read request");
                break;
        }
    }

    private static Task AnswerAsync(NacosRequest request, TransferOutcome done, string success)
    {
        if (done is { Refusal: { } ended, Report: { } stored })
        {
            return Answers.RestResultAsync(
                request.Http, StatusCodes.Status500InternalServerError, ended.Message, (stored, done.Unrecognized), static (json, x) => ImportAnswer.Write(json, x.stored, x.Unrecognized));
        }
        if (done.Refusal is { } failure) return request.Errors.RefusedAsync(request.Http, failure);
        if (done.Report is { } report)
        {
            return Answers.RestResultAsync(
                request.Http, StatusCodes.Status200OK, success, (report, done.Unrecognized), static (json, x) => ImportAnswer.Write(json, x.report, x.Unrecognized));
        }
        var (code, message) = Words(done.Problem);
        return Answers.RestResultAsync(request.Http, code, message, done.NoFile, static (json, noFile) =>
        {
            if (noFile) ImportAnswer.WriteEmpty(json);
            else ImportAnswer.WriteNothing(json);
        });
    }

    /// <summary>Protocol source: Nacos 3.1 <c>ResultCodeEnum</c>.</summary>
    private static (int Code, string Message) Words(ImportProblem problem) => problem switch
    {
        ImportProblem.NamespaceMissing => (100001, "目标 namespace 不存在"),
        ImportProblem.MetadataIllegal => (100002, "导入的元数据非法"),
        ImportProblem.Unreadable => (100004, "解析数据失败"),
        ImportProblem.NothingSelected => (100006, "没有选择任何配置"),
        _ => (100005, "导入的文件数据为空"),
    };
}
