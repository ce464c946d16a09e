using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Configs;

/// <summary>Removes the formal version, or the gray one that <c>tag</c> names. Protocol source: Nacos 3.1 <c>ConfigRemoveRequestHandler</c>.</summary>
internal sealed class ConfigGrpcRemove(IMediator mediator) : GrpcHandler<ConfigRemoveRequest>(ConfigJson.Default.ConfigRemoveRequest)
{
    private static readonly ConfigRemoveResponse Removed = new();

    public override NacosPermission Permission => NacosPermission.WriteConfig;

    protected override string? ParamProblem(ConfigRemoveRequest request) => NameRules.ConfigProblem(request.Tenant, request.DataId, request.Group);

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new ConfigRemoveResponse { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override async ValueTask<SdkResponse> HandleAsync(ConfigRemoveRequest request, UnaryCall call)
    {
        if (Problem(request) is { } problem) return Refuse(0, problem);
        var key = ConfigKey.Of(request.DataId!, request.Group!, request.Tenant);
        var author = new ConfigAuthor(ConfigV1.NotBlank(call.Caller.Name), call.Client.Ip);
        if (string.IsNullOrWhiteSpace(request.Tag)) return Answer(await mediator.Send(new RemoveConfig(key, author), call.Aborted));
        return Answer(await mediator.Send(new RemoveGrayConfig(key, request.Tag, author), call.Aborted));
    }

    /// <summary>
    /// Nacos answers error code 0 to every failed removal, which Python takes for success. Kept where nothing could have been removed anyway;
    /// never where something is left that the client believes gone.
    /// </summary>
    private SdkResponse Answer<T>(Outcome<T> outcome)
    {
        if (outcome.Ok) return Removed;
        var nothingThere = outcome.Failure.Kind is FailureKind.Invalid or FailureKind.NotFound;
        return Refuse(nothingThere ? 0 : SdkResponse.Failed, outcome.Failure.Message);
    }

    private static string? Problem(ConfigRemoveRequest request)
    {
        if (!ConfigRules.IsLegalName(request.DataId)) return $"invalid dataId : {request.DataId ?? "null"}";
        if (!ConfigRules.IsLegalName(request.Group)) return $"invalid group : {request.Group ?? "null"}";
        if (string.IsNullOrWhiteSpace(request.Tag)) return null;
        // Nacos holds the prefix against the length of a tag, too, and so cannot remove those of 13 to 16 characters.
        var bare = request.Tag.StartsWith(TagRule.NamePrefix, StringComparison.Ordinal) ? request.Tag[TagRule.NamePrefix.Length..] : request.Tag;
        return ConfigRules.TagProblem(bare);
    }
}
