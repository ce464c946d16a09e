using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Api.Nacos.Push.Fuzzy;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>Starts and ends a watch by pattern. Protocol source: Nacos 3.1 <c>ConfigFuzzyWatchRequestHandler</c>; only Java 3.x uses it.</summary>
internal sealed class ConfigGrpcFuzzyWatch(FuzzyWatches<ConfigKey> watches, FuzzySync<ConfigKey> sync)
    : GrpcHandler<ConfigFuzzyWatchRequest>(ConfigJson.Default.ConfigFuzzyWatchRequest)
{
    private static readonly ConfigFuzzyWatchResponse Done = new();

    public override NacosPermission Permission => NacosPermission.ReadConfig;

    protected override string? ParamProblem(ConfigFuzzyWatchRequest request) => NameRules.NamespaceProblem(request.GroupKeyPattern?.Split(">>")[0]);

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new ConfigFuzzyWatchResponse { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override ValueTask<SdkResponse> HandleAsync(ConfigFuzzyWatchRequest request, UnaryCall call) => new(request.WatchType switch
    {
        "WATCH" => Watch(request, call),
        "CANCEL_WATCH" => Cancel(request, call),
        _ => Done, // Nacos: another word, or none, is answered and ignored
    });

    private SdkResponse Watch(ConfigFuzzyWatchRequest request, UnaryCall call)
    {
        var outcome = watches.Watch(call.Connection, request.GroupKeyPattern, (pattern, full, watch) =>
            sync.Begin(call.Connection, pattern, full, watch, request.ReceivedGroupKeys ?? [], request.Initializing));
        return outcome switch
        {
            WatchOutcome.TooManyPatterns => Refuse(50310, "fuzzy watch pattern over limit"),
            WatchOutcome.TooManyMatches => Refuse(50311, "fuzzy watch pattern matched count over limit"),
            WatchOutcome.NoPattern => Refuse(400, $"invalid groupKeyPattern : {request.GroupKeyPattern ?? "null"}"),
            _ => Done,
        };
    }

    private ConfigFuzzyWatchResponse Cancel(ConfigFuzzyWatchRequest request, UnaryCall call)
    {
        watches.Cancel(call.Connection, request.GroupKeyPattern);
        return Done;
    }
}
