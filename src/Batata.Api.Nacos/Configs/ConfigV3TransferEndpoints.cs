using System.Text.Json.Serialization.Metadata;
using Batata.Api.Nacos.Configs.Transfer;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>Export, import and clone of v3, admin and console. Protocol source: Nacos 3.1 <c>ConfigControllerV3</c>, <c>ConsoleConfigController</c>.</summary>
internal sealed class ConfigV3TransferEndpoints(ConfigTransfer transfer, ConfigExport export) : INacosEndpoints
{
    private const string Binary = "application/octet-stream";
    private const string AdminUser = "src_user";
    private const string ConsoleUser = "srcUser";

    public void Map(NacosRouteBuilder nacos)
    {
        var (admin, console) = (nacos.ConfigAdmin(), nacos.ConfigConsole());
        MapExport(admin, "/config/export");
        MapExport(console, "/config/export2");
        MapExport(console, "/config/export");
        Writes(admin.Post("/config/import", request => ImportAsync(request, AdminUser, ImportWords.English)));
        Writes(console.Post("/config/import", request => ImportAsync(request, ConsoleUser, ImportWords.Chinese)));
        Writes(admin.Post("/config/clone", request => CloneAsync(
            request, "namespaceId", AdminUser, CloneJson.Default.ListCloneInfo, static item => new ConfigToClone(item.ConfigId, item.TargetDataId, item.TargetGroupName))))
            .Requires("namespaceId");
        Writes(console.Post("/config/clone", request => CloneAsync(
            request, "targetNamespaceId", ConsoleUser, CloneJson.Default.ListCloneBean, static item => new ConfigToClone(item.CfgId, item.DataId, item.Group))))
            .Requires("targetNamespaceId");
    }

    private void MapExport(NacosRouteGroup group, string path) => group
        .Get(path, request => export.WriteAsync(request, ConfigFields.V3, Binary, withTags: false))
        .RequireNacosPermission(NacosPermission.ReadConfig)
        .Checked(ParameterChecks.Config)
        .Takes("ids", ParameterType.Longs); // Nacos 3.x fails when it does not come

    private static NacosRoute Writes(NacosRoute route) => route.RequireNacosPermission(NacosPermission.WriteConfig).Checked(ParameterChecks.Config);

    private async Task ImportAsync(NacosRequest request, string user, ImportWords words)
    {
        if (ConfigTransfer.PolicyOf(request) is not { } policy) await request.RefuseAsync("policy must be ABORT, SKIP or OVERWRITE");
        else await AnswerAsync(request, await transfer.ImportAsync(request, request["namespaceId"], policy, request.Author(user), archive => Plan(archive, words)));
    }

    private static Outcome<ImportPlan> Plan(ConfigArchive? archive, ImportWords words)
    {
        if (archive is null) return new Failure(FailureKind.Invalid, ConfigFailures.InvalidCode, "The file is no ZIP archive.");
        return archive.Texts.TryGetValue(ConfigMetadata.FileName, out var metadata) && ConfigMetadata.Read(metadata) is not null
            ? ImportPlan.Of(archive, words, takeTags: false)
            : new Failure(FailureKind.Invalid, ConfigFailures.InvalidCode, $"The archive has no {ConfigMetadata.FileName} that can be read.");
    }

    private async Task CloneAsync<TItem>(
        NacosRequest request, string target, string user, JsonTypeInfo<List<TItem?>> type, Func<TItem, ConfigToClone> read)
        where TItem : class
    {
        if (ConfigTransfer.PolicyOf(request) is not { } policy)
        {
            await request.RefuseAsync("policy must be ABORT, SKIP or OVERWRITE");
            return;
        }
        var (outcome, items) = await JsonBody.ReadAsync(request.Http.Request, type, request.Aborted);
        await (outcome switch
        {
            JsonOutcome.Read => AnswerAsync(
                request, await transfer.CloneAsync(request, request[target], policy, request.Author(user), [.. items!.OfType<TItem>().Select(read)])),
            JsonOutcome.OtherType => Answers.ResultAsync(
                request.Http, StatusCodes.Status400BadRequest, 20003, "MediaType Error", $"Content-Type '{request.Http.Request.ContentType}' is not supported", BasicJson.Default.String),
            _ => Answers.ResultAsync(request.Http, StatusCodes.Status400BadRequest, 10000, "parameter missing", "The body is not readable.", BasicJson.Default.String),
        });
    }

    private static Task AnswerAsync(NacosRequest request, TransferOutcome done)
    {
        if (done is { Refusal: { } ended, Report: { } stored })
        {
            var (status, number, summary) = NacosFailures.Map(ended);
            return Answers.ResultAsync(request.Http, status, number, $"{summary}: {ended.Message}", (stored, done.Unrecognized), static (json, x) => ImportAnswer.Write(json, x.stored, x.Unrecognized));
        }
        if (done.Refusal is { } failure) return request.Errors.RefusedAsync(request.Http, failure);
        if (done.Report is { } report)
            return Answers.SuccessAsync(request.Http, (report, done.Unrecognized), static (json, x) => ImportAnswer.Write(json, x.report, x.Unrecognized));
        var (code, message) = Words(done.Problem);
        return Answers.ResultAsync(request.Http, code, message, done.NoFile, static (json, noFile) =>
        {
            if (noFile) ImportAnswer.WriteEmpty(json);
            else ImportAnswer.WriteNothing(json);
        });
    }

    private static (int Code, string Message) Words(ImportProblem problem) => problem switch
    {
        ImportProblem.NamespaceMissing => (22001, "namespace not exist"),
        ImportProblem.MetadataIllegal => (100002, "Imported metadata is invalid"),
        ImportProblem.Unreadable => (100004, "Failed to parse data"),
        ImportProblem.NothingSelected => (100006, "No configuration selected"),
        _ => (100005, "Imported file data is empty"),
    };
}
