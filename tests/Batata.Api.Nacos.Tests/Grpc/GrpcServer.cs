using System.Net;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Push;
using Batata.Api.Nacos.Tests.Audit;
using Batata.Application;
using Batata.Application.Abstractions;
using Batata.Application.Audit;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Application.Identity;
using Batata.Application.Naming;
using Batata.Domain.Configs;
using Batata.Infrastructure.Naming;
using Batata.Testing.Nacos;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Nacos.Tests.Grpc;

/// <summary>The whole gRPC front on a port of its own, over a store in memory and the real registry of services.</summary>
internal sealed class GrpcServer : IAsyncDisposable, INodeState, ILeaderLease
{
    private readonly IHost _host;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private GrpcServer(
        TimeProvider? time, Action<NacosOptions>? nacos, Action<ConfigOptions>? configs, Action<NamingOptions>? naming, Action<IServiceCollection>? change)
    {
        _host = new HostBuilder()
            .ConfigureWebHost(web => web
                .UseKestrelCore()
                .ConfigureKestrel(kestrel =>
                {
                    kestrel.Limits.Http2.MaxStreamsPerConnection = int.MaxValue;
                    kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2);
                })
                .Configure(app => app.UseNacosGrpc()))
            .ConfigureServices(services =>
            {
                services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Information).AddProvider(Log));
                if (time is not null) services.AddSingleton(time);
                services.AddBatataApplication().AddBatataNaming().AddNacosGrpc();
                services.Configure<IdentityOptions>(static identity => identity.Enabled = false);
                services.AddSingleton<IAuthorizer, NoAuthorizer>();
                services.AddSingleton<IAuditLog>(Audit);
                services.AddSingleton<IReplicatedLog>(Configs);
                services.AddSingleton<IContentSeal>(new Testing.Configs.PlainSeal());
                services.AddSingleton<IServedConfigs>(Configs);
                services.AddSingleton<IConfigQueries>(new FakeConfigQueries(Configs));
                services.AddSingleton<IChangeFeed<ConfigChanged>>(Configs);
                services.AddSingleton<INodeState>(this);
                services.AddSingleton<ILeaderLease>(this);
                if (nacos is not null) services.Configure(nacos);
                if (configs is not null) services.Configure(configs);
                if (naming is not null) services.Configure(naming);
                change?.Invoke(services);
            })
            .Build();
    }

    public CollectedAudit Audit { get; } = new();

    public FakeConfigs Configs { get; } = new();

    public CollectedLog Log { get; } = new();

    public int Port { get; private set; }

    public IServiceProvider Services => _host.Services;

    public ClientConnections Connections => Services.GetRequiredService<ClientConnections>();

    string? INodeState.NotReadyReason => _ready.Task.IsCompleted ? null : "the test says so";

    Task INodeState.FirstReady => _ready.Task;

    bool ILeaderLease.TryHold(out CancellationToken lost)
    {
        lost = CancellationToken.None;
        return _ready.Task.IsCompleted;
    }

    public static async Task<GrpcServer> StartAsync(
        TimeProvider? time = null,
        Action<NacosOptions>? nacos = null,
        Action<ConfigOptions>? configs = null,
        Action<NamingOptions>? naming = null,
        Action<IServiceCollection>? change = null,
        bool ready = true)
    {
        var server = new GrpcServer(time, nacos, configs, naming, change);
        if (ready) server.BecomeReady();
        await server._host.StartAsync();
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        server.Port = new Uri(address).Port;
        return server;
    }

    public void BecomeReady() => _ready.TrySetResult();

    /// <summary>A registered connection.</summary>
    public Task<NacosGrpcClient> ConnectAsync(string clientIp = "127.0.0.1", string? setup = null, string module = "config") =>
        NacosGrpcClient.ConnectAsync(Port, clientIp, setup, module);

    /// <summary>Connections that listen to this config of the public namespace.</summary>
    public int ListenersOf(string dataId)
    {
        var found = Services.GetRequiredService<ConfigListens>().Find(ConfigKey.Of(dataId, ConfigCalls.Group, ""));
        return found?.Listens.Count ?? 0;
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
