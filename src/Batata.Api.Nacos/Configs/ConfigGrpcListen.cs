using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Api.Nacos.Push;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// Starts and ends listening, and names at once what the client holds wrong: there is no long poll here.
/// Protocol source: Nacos 3.1 <c>ConfigChangeBatchListenRequestHandler</c>.
/// </summary>
internal sealed class ConfigGrpcListen(IServedConfigs served, ConfigListens listens)
    : GrpcHandler<ConfigBatchListenRequest>(ConfigJson.Default.ConfigBatchListenRequest)
{
    private static readonly ConfigChangeBatchListenResponse NothingChanged = new([]);

    public override NacosPermission Permission => NacosPermission.ReadConfig;

    /// <summary>One illegal name refuses the whole request.</summary>
    protected override string? ParamProblem(ConfigBatchListenRequest request)
    {
        foreach (var context in request.ConfigListenContexts ?? [])
        {
            if (context is not null && NameRules.ConfigProblem(context.Tenant, context.DataId, context.Group) is { } problem) return problem;
        }
        return null;
    }

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new ConfigChangeBatchListenResponse([]) { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override ValueTask<SdkResponse> HandleAsync(ConfigBatchListenRequest request, UnaryCall call)
    {
        var tag = call.Header(request, "Vipserver-Tag");
        if (string.IsNullOrWhiteSpace(tag)) tag = null;
        else if (ConfigRules.TagProblem(tag) is { } problem) return new(ErrorResponse.OfHandler(SdkResponse.Failed, problem));
        var contexts = request.ConfigListenContexts ?? [];
        foreach (var context in contexts)
        {
            if (context?.DataId is null || context.Group is null)
                return new(ErrorResponse.OfHandler(SdkResponse.Failed, "dataId or group of a listened config is missing"));
        }

        List<ConfigListenContext>? changed = null;
        foreach (var context in contexts)
        {
            var key = ConfigKey.Of(context!.DataId!, context.Group!, context.Tenant);
            if (!request.Listen) listens.Remove(call.Connection, key);
            else if (!IsCurrent(key, context, tag, call)) (changed ??= []).Add(context);
        }
        return new(changed is null ? NothingChanged : new ConfigChangeBatchListenResponse(changed));
    }

    /// <summary>Listens first and compares then: a change in between is told twice rather than never.</summary>
    private bool IsCurrent(in ConfigKey key, ConfigListenContext context, string? tag, in UnaryCall call)
    {
        var listen = listens.Add(call.Connection, key, context.Md5, withTenant: !string.IsNullOrWhiteSpace(context.Tenant), tag);
        var md5 = served.Md5For(key, call.Client.Ip, tag ?? call.Client.VipserverTag);
        if (md5 != context.Md5) return false;
        if (listen is not null) listen.Md5 = md5; // the string that is kept anyway
        return true;
    }
}
