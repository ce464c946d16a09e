using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Configs;

/// <summary>Writes the formal version of a config, or a gray one. Protocol source: Nacos 3.1 <c>ConfigPublishRequestHandler</c>.</summary>
internal sealed class ConfigGrpcPublish(IMediator mediator) : GrpcHandler<ConfigPublishRequest>(ConfigJson.Default.ConfigPublishRequest)
{
    private static readonly ConfigPublishResponse Published = new();

    public override NacosPermission Permission => NacosPermission.WriteConfig;

    protected override string? ParamProblem(ConfigPublishRequest request) => NameRules.ConfigProblem(request.Tenant, request.DataId, request.Group);

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new ConfigPublishResponse { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override async ValueTask<SdkResponse> HandleAsync(ConfigPublishRequest request, UnaryCall call)
    {
        if (NullProblem(request) is { } problem) return Refuse(400, problem);
        var key = ConfigKey.Of(request.DataId!, request.Group!, request.Tenant);
        var author = new ConfigAuthor(Addition(request, "src_user") ?? ConfigV1.NotBlank(call.Caller.Name), call.Client.Ip);
        var dataKey = Addition(request, "encryptedDataKey");
        var published = RuleOf(request) is { } rule
            ? await mediator.Send(new PublishGrayConfig(key, rule, request.Content, Describe(request), author, dataKey, request.CasMd5), call.Aborted)
            : await mediator.Send(new PublishConfig(key, request.Content, Describe(request), author, dataKey, request.CasMd5), call.Aborted);
        return published.Ok ? Published : Refuse(ErrorCodeOf(published.Failure), published.Failure.Message);
    }

    /// <summary>Nacos: 400 for names and content, the number of the limit, 500 for all else, a failed comparison among it.</summary>
    private static int ErrorCodeOf(Failure failure) => failure.Code switch
    {
        ConfigFailures.InvalidCode => 400,
        ConfigFailures.ClusterFullCode or ConfigFailures.GroupFullCode or ConfigFailures.NamespaceFullCode or ConfigFailures.TooLargeCode => NacosFailures.Map(failure).Code,
        _ => 500,
    };

    /// <summary>Beta counts before tag.</summary>
    private static GrayRule? RuleOf(ConfigPublishRequest request)
    {
        if (Addition(request, "betaIps") is { } ips && !string.IsNullOrWhiteSpace(ips)) return new BetaRule(ips);
        return Addition(request, "tag") is { } tag && !string.IsNullOrWhiteSpace(tag) ? new TagRule(tag) : null;
    }

    private static ConfigDescription Describe(ConfigPublishRequest request) => new(
        Addition(request, "appName"),
        Addition(request, "type"),
        Addition(request, "desc"),
        Addition(request, "use"),
        Addition(request, "effect"),
        Addition(request, "schema"),
        Addition(request, "config_tags") is { } tags ? ConfigV1.Parts(tags) : null);

    private static string? Addition(ConfigPublishRequest request, string name) => request.AdditionMap?.GetValueOrDefault(name);

    /// <summary>What is absent is called null in the texts of Nacos; the validators, which come next, know blank only.</summary>
    private static string? NullProblem(ConfigPublishRequest request)
    {
        if (request.DataId is null) return "invalid dataId : null";
        if (!ConfigRules.IsLegalName(request.DataId)) return null;
        if (request.Group is null) return "invalid group : null";
        if (!ConfigRules.IsLegalName(request.Group)) return null;
        return request.Content is null ? "content is blank : null" : null;
    }
}
