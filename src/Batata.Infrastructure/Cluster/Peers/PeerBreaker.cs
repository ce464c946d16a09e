using Batata.Infrastructure.Cluster.Members;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>
/// Before the calls to one node. When it leaves most of them unanswered, the next ones fail at once instead of waiting, until one that is let through
/// every half second is answered. The report of each second is such a one, so that it closes again without anybody's doing. Raft's own
/// connections have none: an election must try every node, and its patience is short (<see cref="AskingStream"/>).
/// </summary>
internal sealed partial class PeerBreaker : Interceptor
{
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline _pipeline;

    public PeerBreaker(MemberAddress member, TimeProvider time, ILogger logger)
    {
        Member = member;
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            FailureRatio = 0.5,
            MinimumThroughput = 3,
            SamplingDuration = TimeSpan.FromSeconds(5),
            BreakDuration = TimeSpan.FromMilliseconds(500),
            ShouldHandle = static outcome => new(outcome.Outcome.Exception is RpcException e && PeerFailures.IsUnanswered(e)),
            StateProvider = _state,
            OnOpened = opened =>
            {
                // Again after a trial that failed: said once is enough.
                if (!opened.IsManual && Interlocked.Exchange(ref _told, 1) == 0) LogOpened(logger, Member, opened.Outcome.Exception is RpcException e ? PeerFailures.Describe(e) : null);
                return default;
            },
            OnClosed = _ =>
            {
                if (Interlocked.Exchange(ref _told, 0) == 1) LogClosed(logger, Member);
                return default;
            },
        }).Build();
    }

    private int _told;

    public MemberAddress Member { get; }

    public CircuitState State => _state.CircuitState;

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
        TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        AsyncUnaryCall<TResponse>? call = null;
        var response = CallAsync();
        return new AsyncUnaryCall<TResponse>(
            response, HeadersAsync(), () => call?.GetStatus() ?? Status.DefaultCancelled, () => call?.GetTrailers() ?? [], () => call?.Dispose());

        async Task<TResponse> CallAsync()
        {
            try
            {
                return await _pipeline.ExecuteAsync(async _ => await (call = continuation(request, context)).ResponseAsync.ConfigureAwait(false), context.Options.CancellationToken);
            }
            catch (BrokenCircuitException e)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "It answered nobody lately and is not asked again for a moment.", e));
            }
        }

        async Task<Metadata> HeadersAsync()
        {
            await ((Task)response).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return call is null ? [] : await call.ResponseHeadersAsync;
        }
    }

    [LoggerMessage(EventId = 1285, Level = LogLevel.Warning, Message = "{Member} leaves calls unanswered; until it answers one, further ones fail at once. The last one: {Why}")]
    private static partial void LogOpened(ILogger logger, MemberAddress member, string? why);

    [LoggerMessage(EventId = 1286, Level = LogLevel.Information, Message = "{Member} answers calls again")]
    private static partial void LogClosed(ILogger logger, MemberAddress member);
}
