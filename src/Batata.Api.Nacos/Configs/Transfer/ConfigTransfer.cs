using System.Globalization;
using System.Text.Json.Serialization;
using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Application.Namespaces;
using Batata.Domain.Configs;
using Batata.Domain.Identity;
using Batata.Domain.Namespaces;
using Batata.Domain.Shared;
using MediatR;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Configs.Transfer;

/// <summary>What came of an import or a clone: a report, one of the known reasons for which nothing was done, a refusal, or a report and the refusal that ended it.</summary>
internal readonly record struct TransferOutcome(ImportProblem Problem, ImportReport? Report, IReadOnlyList<string> Unrecognized, Failure? Refusal, bool NoFile = false);

/// <summary>Import and clone behind every generation of the HTTP API. Protocol source: Nacos 3.1 <c>ConfigControllerV3</c>, <c>ConfigController</c>.</summary>
internal sealed class ConfigTransfer(INamespaceQueries namespaces, IConfigQueries queries, IMediator mediator, IOptions<NacosOptions> options)
{
    private const string FilePart = "file";
    private const string StoppedHeader = "Batata-Import-Stopped";

    /// <summary>Null when the word is none.</summary>
    public static ImportPolicy? PolicyOf(NacosRequest request) => request.Field("policy", "ABORT") switch
    {
        "ABORT" => ImportPolicy.Abort,
        "SKIP" => ImportPolicy.Skip,
        "OVERWRITE" => ImportPolicy.Overwrite,
        _ => null,
    };

    /// <param name="plan">Reads one of the layouts. Null means that the archive is none.</param>
    public async Task<TransferOutcome> ImportAsync(
        NacosRequest request, string? namespaceId, ImportPolicy policy, ConfigAuthor author, Func<ConfigArchive?, Outcome<ImportPlan>> plan)
    {
        if (request.File(FilePart) is not { } file) return new TransferOutcome(ImportProblem.Empty, null, [], null, NoFile: true);
        var target = NamespaceId.Normalize(namespaceId);
        if (!await namespaces.ExistsAsync(target, request.Aborted)) return Nothing(ImportProblem.NamespaceMissing);
        Outcome<ImportPlan> read;
        try
        {
            read = plan(await ConfigArchive.ReadAsync(file, options.Value.MaxImportBytes, options.Value.MaxImportEntries, request.Aborted));
        }
        catch (ArchiveTooLargeException e)
        {
            read = new Failure(FailureKind.Invalid, ConfigFailures.InvalidCode, e.Message);
        }
        if (!read.Ok) return new TransferOutcome(ImportProblem.None, null, [], read.Failure);
        if (read.Value.Problem != ImportProblem.None) return Nothing(read.Value.Problem);
        var done = await mediator.Send(new ImportConfigs(target, read.Value.Items, policy, author), request.Aborted);
        return done.Ok ? Done(request, done.Value, read.Value.Unrecognized) : Refused(done.Failure);
    }

    public async Task<TransferOutcome> CloneAsync(
        NacosRequest request, string? namespaceId, ImportPolicy policy, ConfigAuthor author, IReadOnlyList<ConfigToClone> items)
    {
        if (items.Count == 0) return Nothing(ImportProblem.NothingSelected);
        var sources = await queries.FindKeysAsync([.. items.Select(static item => item.Id)], request.Aborted);
        if (!request.Allows(NacosPermission.ReadConfig, sources.Select(static found => found.Key))) return Refused(IdentityFailures.Denied);
        var done = await mediator.Send(new CloneConfigs(NamespaceId.Normalize(namespaceId), items, policy, author), request.Aborted);
        if (!done.Ok) return Refused(done.Failure);
        var report = done.Value;
        return report.Succeeded + report.Failed.Count + report.Skipped.Count == 0
            ? Nothing(ImportProblem.Empty)
            : Done(request, report, []);
    }

    /// <summary>
    /// Nacos answers an item that breaks a rule with the text of the refusal alone. What was done before stands in a header then, so that it is not lost.
    /// </summary>
    private static TransferOutcome Done(NacosRequest request, ImportReport report, IReadOnlyList<string> unrecognized)
    {
        if (report.Stopped is not { } failure) return new TransferOutcome(ImportProblem.None, report, unrecognized, null);
        var item = report.Failed[0];
        request.Http.Response.Headers[StoppedHeader] = string.Create(
            CultureInfo.InvariantCulture,
            $"stored={report.Succeeded}; failed={Uri.EscapeDataString(item.Group)}/{Uri.EscapeDataString(item.DataId)}; left-out={report.Skipped.Count}");
        return failure.Kind == FailureKind.Invalid
            ? new TransferOutcome(ImportProblem.None, null, [], failure)
            : new TransferOutcome(ImportProblem.None, report, unrecognized, failure);
    }

    private static TransferOutcome Nothing(ImportProblem problem) => new(problem, null, [], null);

    private static TransferOutcome Refused(Failure failure) =>
        failure.Code == NamespaceFailures.NotFoundCode ? Nothing(ImportProblem.NamespaceMissing) : new TransferOutcome(ImportProblem.None, null, [], failure);
}

/// <param name="CfgId">Row id.</param>
internal sealed record CloneBean(long CfgId, string? DataId, string? Group);

internal sealed record CloneInfo(long ConfigId, string? TargetDataId, string? TargetGroupName);

/// <summary>Ids come as numbers or as texts.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(List<CloneBean?>))]
[JsonSerializable(typeof(List<CloneInfo?>))]
internal sealed partial class CloneJson : JsonSerializerContext;
