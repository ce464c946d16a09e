using System.Net;
using Batata.Application;
using Batata.Application.Cluster;
using Batata.Application.Identity;
using Batata.Infrastructure;
using Batata.Infrastructure.Cluster;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Tests.Http;

/// <summary>The real pipelines on a real Kestrel and the real store, in this process, on ports of their own and in a folder of their own.</summary>
internal sealed class NacosHttpServer : IAsyncDisposable
{
    private const string ConsoleMark = "console";

    private readonly IHost _host;
    private readonly string _data;

    private NacosHttpServer(IHost host, string data)
    {
        (_host, _data) = (host, data);
        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ToList();
        (Port, ConsolePort) = (new Uri(addresses[0]).Port, new Uri(addresses[1]).Port);
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{Port}") };
    }

    public int Port { get; }

    public int ConsolePort { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _host.Services;

    /// <param name="replace">Puts test doubles in place of services.</param>
    /// <param name="identity">Authorization is off when null.</param>
    public static async Task<NacosHttpServer> StartAsync(Action<NacosOptions>? configure = null, Action<IServiceCollection>? replace = null, IdentityOptions? identity = null)
    {
        var data = Directory.CreateTempSubdirectory("batata-test-").FullName;
        var options = new NacosOptions();
        configure?.Invoke(options);
        var host = new HostBuilder()
            .ConfigureServices(services =>
            {
                services
                    .AddBatataApplication()
                    .AddBatataInfrastructure()
                    .AddNacosHttp()
                    .AddSingleton(Options.Create(options))
                    .AddSingleton(Options.Create(identity ?? new IdentityOptions { Enabled = false }))
                    .Configure<ClusterOptions>(cluster => cluster.DataPath = data);
                replace?.Invoke(services);
            })
            .ConfigureWebHost(web => web
                .UseKestrelCore()
                .ConfigureKestrel(kestrel =>
                {
                    kestrel.AddServerHeader = false;
                    kestrel.Limits.MaxRequestHeadersTotalSize = kestrel.Limits.MaxRequestLineSize = 1024 * 1024;
                    kestrel.Listen(IPAddress.Loopback, 0);
                    kestrel.Listen(IPAddress.Loopback, 0, console => console.Use(next => connection =>
                    {
                        connection.Items[ConsoleMark] = true;
                        return next(connection);
                    }));
                })
                .Configure(app =>
                {
                    var console = app.New();
                    console.UseNacosConsole();
                    var consoleApp = console.Build();
                    app.Use(next => http => http.Features.Get<IConnectionItemsFeature>()!.Items.ContainsKey(ConsoleMark) ? consoleApp(http) : next(http));
                    app.UseNacosHttp();
                }))
            .Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<INodeState>().FirstReady;
        return new NacosHttpServer(host, data);
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}
