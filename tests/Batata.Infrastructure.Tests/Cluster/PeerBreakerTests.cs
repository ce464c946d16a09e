using System.Net.Sockets;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Polly.CircuitBreaker;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Calls to a node that answers nobody fail at once, and go through again when it answers.</summary>
public sealed class PeerBreakerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly PeerBreaker _breaker;
    private int _calls;

    public PeerBreakerTests() => _breaker = new PeerBreaker(new MemberAddress("10.0.0.2", 8848, 7848), _time, NullLogger.Instance);

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    [InlineData(StatusCode.Internal)]
    public async Task Node_ThatLeavesCallsUnanswered_IsNotAskedForAMoment(StatusCode status)
    {
        for (var i = 0; i < 3; i++) Assert.Equal(status, await FailAsync(status));
        Assert.Equal(CircuitState.Open, _breaker.State);

        var refused = await Assert.ThrowsAsync<RpcException>(() => CallAsync(null));
        Assert.Equal(3, _calls);
        Assert.True(PeerFailures.NeverArrived(refused)); // so that a write may look for another leader
    }

    [Fact]
    public async Task Trial_ThatIsAnswered_LetsAllThrough()
    {
        for (var i = 0; i < 3; i++) await FailAsync(StatusCode.Unavailable);
        _time.Advance(TimeSpan.FromMilliseconds(600));
        await FailAsync(StatusCode.Internal); // one trial, and it failed
        await Assert.ThrowsAsync<RpcException>(() => CallAsync(null));
        Assert.Equal(4, _calls);

        _time.Advance(TimeSpan.FromMilliseconds(600));
        await CallAsync(null);
        await CallAsync(null);
        Assert.Equal((CircuitState.Closed, 6), (_breaker.State, _calls));
    }

    /// <summary>A refusal is an answer, and who gives up waiting says nothing of the node.</summary>
    [Theory]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.Cancelled)]
    [InlineData(StatusCode.Unknown)]
    public async Task Node_ThatAnswers_IsAskedOn(StatusCode status)
    {
        for (var i = 0; i < 10; i++) await FailAsync(status);
        Assert.Equal((CircuitState.Closed, 10), (_breaker.State, _calls));
    }

    [Fact]
    public void RefusedConnection_MeansThatNothingWasSentAndNobodyIsThere()
    {
        var refused = new RpcException(new Status(StatusCode.Unavailable, "Error connecting to subchannel.", new SocketException((int)SocketError.ConnectionRefused)));
        Assert.True(PeerFailures.NeverArrived(refused));
        Assert.True(PeerFailures.NobodyIsThere(refused));
        var broken = new RpcException(new Status(StatusCode.Unavailable, "broken", new HttpRequestException("broken", new IOException("reset", new SocketException((int)SocketError.ConnectionReset)))));
        Assert.False(PeerFailures.NeverArrived(broken));
        Assert.False(PeerFailures.NobodyIsThere(broken));
    }

    private async Task<StatusCode> FailAsync(StatusCode status) => (await Assert.ThrowsAsync<RpcException>(() => CallAsync(new RpcException(new Status(status, ""))))).StatusCode;

    private async Task<ReportReply> CallAsync(RpcException? failure)
    {
        var context = new ClientInterceptorContext<ReportRequest, ReportReply>(Method, null, default);
        using var call = _breaker.AsyncUnaryCall(new ReportRequest(), context, (_, _) =>
        {
            _calls++;
            var answer = failure is null ? Task.FromResult(new ReportReply()) : Task.FromException<ReportReply>(failure);
            return new AsyncUnaryCall<ReportReply>(answer, Task.FromResult(new Metadata()), static () => Status.DefaultSuccess, static () => [], static () => { });
        });
        return await call.ResponseAsync;
    }

    private static readonly Method<ReportRequest, ReportReply> Method = new(
        MethodType.Unary,
        "Node",
        "Report",
        Marshallers.Create(static _ => Array.Empty<byte>(), static _ => new ReportRequest()),
        Marshallers.Create(static _ => Array.Empty<byte>(), static _ => new ReportReply()));
}
