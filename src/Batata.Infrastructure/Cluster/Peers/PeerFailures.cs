using System.Net.Sockets;
using Grpc.Core;
using Polly.CircuitBreaker;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>What the failure of a call to another node means.</summary>
internal static class PeerFailures
{
    /// <summary>No byte of the request was sent: no connection could be made, or the breaker did not try.</summary>
    /// <remarks>gRPC for .NET gives the failure of a connection that it makes itself as it is; all others come wrapped in an <see cref="HttpRequestException"/>.</remarks>
    public static bool NeverArrived(RpcException e) => e.Status.DebugException is BrokenCircuitException or SocketException
        or HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.NameResolutionError };

    /// <summary>The machine is there and nobody listens.</summary>
    public static bool NobodyIsThere(RpcException e) => e.Status.DebugException is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
        or HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } };

    /// <summary>The node did not answer. What it answers, refusals too, has another status; cancelled is what the caller wanted; internal is a connection that broke.</summary>
    public static bool IsUnanswered(RpcException e) => e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal;

    public static string Describe(RpcException e) => e switch
    {
        { Status.DebugException: SocketException why } => why.Message,
        { Status.DebugException: HttpRequestException { InnerException: SocketException why } } => why.Message,
        { StatusCode: StatusCode.DeadlineExceeded } => "it did not answer in time",
        { Status.Detail: { Length: > 0 } detail } => detail,
        _ => e.StatusCode.ToString(),
    };
}
