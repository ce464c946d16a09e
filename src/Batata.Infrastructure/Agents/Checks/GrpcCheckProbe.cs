using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Batata.Domain.Agents;
using Batata.Infrastructure.Agents.Checks.Wire;
using Grpc.Core;
using Grpc.Net.Client;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>The server says SERVING over the health protocol of gRPC. Protocol source: Consul <c>CheckGRPC</c>, grpc.health.v1.</summary>
internal sealed class GrpcCheckProbe : ICheckProbe
{
    public string Kind => "grpc";

    public async Task<CheckResult> RunAsync(CheckDefinition check, TimeSpan timeout, CancellationToken deadline)
    {
        var slash = check.Grpc.IndexOf('/', StringComparison.Ordinal);
        var (address, service) = slash < 0 ? (check.Grpc, "") : (check.Grpc[..slash], check.Grpc[(slash + 1)..]);
        try
        {
            var to = CheckSockets.Parse(address);
            using var channel = Open(check, to);
            var reply = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest { Service = service }, cancellationToken: deadline);
            return reply.Status == HealthCheckResponse.Types.ServingStatus.Serving
                ? CheckResult.Passing($"gRPC check {check.Grpc}: success")
                : CheckResult.Critical("gRPC application didn't report service healthy");
        }
        catch (FormatException e)
        {
            return CheckResult.Critical(GoErrors.Dial("tcp", address, e));
        }
        catch (Exception e) when (e is OperationCanceledException || (e is RpcException { StatusCode: StatusCode.Cancelled } && deadline.IsCancellationRequested))
        {
            return CheckResult.Critical("rpc error: code = DeadlineExceeded desc = context deadline exceeded");
        }
        catch (RpcException e)
        {
            return CheckResult.Critical($"rpc error: code = {e.StatusCode} desc = {Describe(e, address)}");
        }
    }

    private static GrpcChannel Open(CheckDefinition check, DnsEndPoint to)
    {
        var tls = new CheckTls(check.TlsServerName, check.TlsSkipVerify);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = async (context, cancellationToken) =>
            {
                var stream = await CheckSockets.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return check.GrpcUseTls ? await CheckSockets.AuthenticateAsync(stream, to.Host, tls, [SslApplicationProtocol.Http2], cancellationToken) : stream;
            },
        };
        var uri = new UriBuilder(check.GrpcUseTls ? "https" : "http", to.Host.Contains(':', StringComparison.Ordinal) ? $"[{to.Host}]" : to.Host, to.Port).Uri;
        return GrpcChannel.ForAddress(uri, new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true, MaxRetryAttempts = 1 });
    }

    private static string Describe(RpcException failure, string address) => failure.Status.DebugException switch
    {
        HttpRequestException { InnerException: SocketException socket } => $"connection error: desc = \"transport: Error while dialing: {GoErrors.Dial("tcp", address, socket)}\"",
        { InnerException: { } inner } => inner.Message,
        _ => failure.Status.Detail,
    };
}
