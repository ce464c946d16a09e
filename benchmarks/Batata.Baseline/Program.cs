using System.Globalization;
using System.Net;
using Batata.Baseline;
using Microsoft.AspNetCore.Server.Kestrel.Core;

// The least that Kestrel can do for the same bytes: what Batata costs on top of it is the ratio that the load command prints.
// Usage: batata-baseline PORT    HTTP/1.1 on PORT, gRPC on PORT + 1000, both on loopback.
var port = args.Length == 1 && int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 18848;

var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [] });
builder.Logging.ClearProviders();
builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = 10 * 1024 * 1024);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.AddServerHeader = false;
    kestrel.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
    kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http1);
    kestrel.Listen(IPAddress.Loopback, port + 1000, listen => listen.Protocols = HttpProtocols.Http2);
});

var app = builder.Build();
var http = new HttpEndpoint();
app.MapWhen(context => context.Connection.LocalPort == port, main => main.Run(http.AnswerAsync));
app.MapGrpcService<GrpcEndpoint>();
await app.RunAsync();
