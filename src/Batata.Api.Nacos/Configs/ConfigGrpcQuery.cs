using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>Reads one config as the calling client gets it. Protocol source: Nacos 3.1 <c>ConfigQueryRequestHandler</c>.</summary>
internal sealed class ConfigGrpcQuery(IServedConfigs served) : GrpcHandler<ConfigQueryRequest>(ConfigJson.Default.ConfigQueryRequest)
{
    /// <summary>Nacos tries as often for the lock of an entry that is being written.</summary>
    private const int Tries = 10;

    private static readonly ConfigQueryResponse NotFound = Failure(ConfigQueryResponse.NotFound, "config data not exist");

    public override NacosPermission Permission => NacosPermission.ReadConfig;

    protected override string? ParamProblem(ConfigQueryRequest request) => NameRules.ConfigProblem(request.Tenant, request.DataId, request.Group);

    protected override SdkResponse Refuse(int errorCode, string message) => Failure(errorCode, message);

    protected override ValueTask<SdkResponse> HandleAsync(ConfigQueryRequest request, UnaryCall call)
    {
        if (string.IsNullOrEmpty(request.DataId)) return new(Failure(SdkResponse.Failed, "dataId is missing"));
        if (string.IsNullOrEmpty(request.Group)) return new(Failure(SdkResponse.Failed, "group is missing"));
        var key = ConfigKey.Of(request.DataId, request.Group, request.Tenant);
        var asked = string.IsNullOrWhiteSpace(request.Tag) ? null : request.Tag;
        if (served.Find(key) is not { } config) return new(NotFound);
        var choice = config.Choose(call.Client.Ip, asked ?? call.Client.VipserverTag, asked is not null);
        if (choice.Version is null) return new(asked is null ? NotFound : Failure(ConfigQueryResponse.NotFound, "config data not exist", asked));
        return served.TryGetContent(choice.Version, out var content)
            ? new(Found(config, choice, content))
            : ReadAsync(key, asked, call);
    }

    /// <summary>The content has to be fetched; meanwhile the config may change.</summary>
    private async ValueTask<SdkResponse> ReadAsync(ConfigKey key, string? asked, UnaryCall call)
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (served.Find(key) is not { } config) return NotFound;
            var choice = config.Choose(call.Client.Ip, asked ?? call.Client.VipserverTag, asked is not null);
            if (choice.Version is null) return asked is null ? NotFound : Failure(ConfigQueryResponse.NotFound, "config data not exist", asked);
            if (await served.ReadContentAsync(choice.Version, call.Aborted) is { } content) return Found(config, choice, content);
        }
        return Failure(ConfigQueryResponse.Conflict, "requested file is being modified, please try later.");
    }

    private static ConfigQueryResponse Found(ServedConfig config, ServedChoice choice, ReadOnlyMemory<byte> content) =>
        new() { Version = choice.Version, Content = content, ContentType = config.Type, Rule = choice.Rule };

    private static ConfigQueryResponse Failure(int errorCode, string message, string? missingTag = null) =>
        new() { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message, MissingTag = missingTag };
}
