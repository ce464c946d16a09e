using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Identity;
using Batata.Api.Nacos.Push.Fuzzy;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>Starts and ends a watch by pattern. Protocol source: Nacos 3.1 <c>NamingFuzzyWatchRequestHandler</c>; only Java 3.x uses it.</summary>
internal sealed class NamingGrpcFuzzyWatch(FuzzyWatches<ServiceKey> watches, FuzzySync<ServiceKey> sync)
    : GrpcHandler<NamingFuzzyWatchRequest>(NamingJson.Default.NamingFuzzyWatchRequest)
{
    private static readonly NamingFuzzyWatchResponse Done = new();

    public override NacosPermission Permission => NacosPermission.ReadNaming;

    protected override SdkResponse Refuse(int errorCode, string message) =>
        new NamingFuzzyWatchResponse { ResultCode = SdkResponse.Failed, ErrorCode = errorCode, Message = message };

    protected override ValueTask<SdkResponse> HandleAsync(NamingFuzzyWatchRequest request, UnaryCall call)
    {
        switch (request.WatchType)
        {
            case "WATCH":
                return new(Watch(request, call));
            case "CANCEL_WATCH":
                watches.Cancel(call.Connection, request.GroupKeyPattern);
                return new(Done);
            case null:
                return new(NamingGrpcFailures.Missing("watchType"));
            default:
                return new(NamingGrpcFailures.UnsupportedType(request.WatchType));
        }
    }

    private SdkResponse Watch(NamingFuzzyWatchRequest request, UnaryCall call)
    {
        var outcome = watches.Watch(call.Connection, request.GroupKeyPattern, (watched, full, watch) =>
            sync.Begin(call.Connection, watched, full, watch, request.ReceivedGroupKeys ?? [], request.Initializing));
        return outcome switch
        {
            WatchOutcome.TooManyPatterns => Refuse(50310, "fuzzy watch pattern over limit"),
            WatchOutcome.TooManyMatches => Refuse(50311, "fuzzy watch pattern matched count over limit"),
            WatchOutcome.NoPattern => Refuse(400, $"invalid groupKeyPattern : {request.GroupKeyPattern ?? "null"}"),
            _ => Done,
        };
    }
}

internal sealed class NamingFuzzyWatchRequest : SdkRequest
{
    /// <summary>Its namespace counts, not the one beside it in the request.</summary>
    public string? GroupKeyPattern { get; set; }

    public List<string?>? ReceivedGroupKeys { get; set; }

    public string? WatchType { get; set; }

    public bool Initializing { get; set; }

    public override bool IsAllowed(Caller caller, NacosPermission permission) => permission.AllowsPattern(caller, GroupKeyPattern);
}

internal sealed class NamingFuzzyWatchResponse : SdkResponse
{
    private static readonly PayloadType Name = new("NamingFuzzyWatchResponse");

    public override PayloadType PayloadType => Name;
}
