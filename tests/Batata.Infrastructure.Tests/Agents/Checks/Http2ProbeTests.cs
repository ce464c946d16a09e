using System.Net;
using System.Net.Sockets;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using Batata.Infrastructure.Agents.Checks;
using Batata.Infrastructure.Agents.Checks.Wire;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Batata.Infrastructure.Tests.Agents.Checks;

/// <summary>gRPC and H2PING against real servers.</summary>
public sealed class Http2ProbeTests
{
    private readonly GrpcCheckProbe _grpc = new();
    private readonly H2PingProbe _ping = new();

    [Theory]
    [InlineData("", false, HealthCheckResponse.Types.ServingStatus.Serving, CheckStatus.Passing)]
    [InlineData("/my.Service", false, HealthCheckResponse.Types.ServingStatus.Serving, CheckStatus.Passing)]
    [InlineData("", true, HealthCheckResponse.Types.ServingStatus.Serving, CheckStatus.Passing)]
    [InlineData("", false, HealthCheckResponse.Types.ServingStatus.NotServing, CheckStatus.Critical)]
    [InlineData("", false, HealthCheckResponse.Types.ServingStatus.Unknown, CheckStatus.Critical)]
    internal async Task Grpc_SaysWhetherItServes(string service, bool tls, HealthCheckResponse.Types.ServingStatus serving, string status)
    {
        var asked = "";
        await using var server = await CheckedServer.StartAsync(http => AnswerAsync(http, serving, name => asked = name), tls ? "web.example" : null, HttpProtocols.Http2);
        var check = new CheckDefinition { Grpc = server.Address + service, GrpcUseTls = tls, TlsSkipVerify = tls };
        var result = await _grpc.RunAsync(check, Probes.Long);
        Assert.Equal((status, status == CheckStatus.Passing ? $"gRPC check {check.Grpc}: success" : "gRPC application didn't report service healthy"), (result.Status, result.Output));
        Assert.Equal(service.TrimStart('/'), asked);
    }

    [Fact]
    public async Task Grpc_WithoutTheService_IsCritical()
    {
        await using var server = await CheckedServer.StartAsync(
            static http =>
            {
                http.Response.ContentType = "application/grpc";
                http.Response.Headers["grpc-status"] = "12";
                http.Response.Headers["grpc-message"] = "no such service";
                return Task.CompletedTask;
            },
            protocols: HttpProtocols.Http2);
        Assert.Equal(CheckResult.Critical("rpc error: code = Unimplemented desc = no such service"), await _grpc.RunAsync(new CheckDefinition { Grpc = server.Address }, Probes.Long));
    }

    [Fact]
    public async Task Grpc_NobodyThere_IsCritical()
    {
        var result = await _grpc.RunAsync(new CheckDefinition { Grpc = "127.0.0.1:1/x" }, Probes.Long);
        Assert.Equal(CheckStatus.Critical, result.Status);
        Assert.Contains("connection refused", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grpc_Silence_EndsWithTheDeadline()
    {
        await using var server = await CheckedServer.StartAsync(static http => Task.Delay(Timeout.Infinite, http.RequestAborted), protocols: HttpProtocols.Http2);
        Assert.Equal(CheckResult.Critical("rpc error: code = DeadlineExceeded desc = context deadline exceeded"), await _grpc.RunAsync(new CheckDefinition { Grpc = server.Address }, TimeSpan.FromMilliseconds(300)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ping_ComesBack(bool tls)
    {
        await using var server = await CheckedServer.StartAsync(static _ => Task.CompletedTask, tls ? "web.example" : null, HttpProtocols.Http2);
        var check = new CheckDefinition { H2Ping = server.Address, H2PingUseTls = tls, TlsSkipVerify = tls };
        Assert.Equal(CheckResult.Passing("HTTP2 ping was successful"), await _ping.RunAsync(check, Probes.Long));
    }

    [Fact]
    public async Task Ping_OfAServerThatKnowsHttp1Alone_IsCritical()
    {
        await using var server = await CheckedServer.StartAsync(static _ => Task.CompletedTask);
        var result = await _ping.RunAsync(new CheckDefinition { H2Ping = server.Address, H2PingUseTls = false }, Probes.Long);
        Assert.Equal(CheckStatus.Critical, result.Status);
        Assert.StartsWith("HTTP2 ping failed: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ping_Silence_EndsWithTheDeadline()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var result = await _ping.RunAsync(new CheckDefinition { H2Ping = listener.LocalEndpoint.ToString()!, H2PingUseTls = false }, TimeSpan.FromMilliseconds(200));
        Assert.Equal(CheckResult.Critical("HTTP2 ping failed: context deadline exceeded"), result);
    }

    [Fact]
    public async Task Ping_NobodyThere_IsCritical() => Assert.Equal(
        CheckResult.Critical("Failed to dial to 127.0.0.1:1: dial tcp 127.0.0.1:1: connect: connection refused"),
        await _ping.RunAsync(new CheckDefinition { H2Ping = "127.0.0.1:1" }, Probes.Long));

    private static async Task AnswerAsync(HttpContext http, HealthCheckResponse.Types.ServingStatus status, Action<string> asked)
    {
        Assert.Equal("/grpc.health.v1.Health/Check", http.Request.Path);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        asked(HealthCheckRequest.Parser.ParseFrom(body.ToArray().AsSpan(5)).Service);
        http.Response.ContentType = "application/grpc";
        http.Response.DeclareTrailer("grpc-status");
        var message = new HealthCheckResponse { Status = status }.ToByteArray();
        await http.Response.Body.WriteAsync((byte[])[0, 0, 0, 0, (byte)message.Length, .. message]);
        http.Response.AppendTrailer("grpc-status", "0");
    }
}
