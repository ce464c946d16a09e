using System.Globalization;
using System.Net;
using System.Text;
using Batata.Api.Consul.Http;
using Batata.Application;
using Batata.Application.Cluster;
using Batata.Application.Identity;
using Batata.Infrastructure;
using Batata.Testing.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Tests.Http;

/// <summary>The real pipeline on a real Kestrel and the real store, in this process, on a port of its own and in a folder of its own.</summary>
internal sealed class ConsulServer : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string _data;

    private ConsulServer(IHost host, string data)
    {
        (_host, _data) = (host, data);
        Port = new Uri(host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri($"http://127.0.0.1:{Port}"), Timeout = TimeSpan.FromMinutes(2) };
    }

    public int Port { get; }

    public HttpClient Client { get; }

    public IServiceProvider Services => _host.Services;

    public ConsulRoutes Routes => _host.Services.GetRequiredService<ConsulRoutes>();

    /// <param name="replace">Puts test doubles in place of services.</param>
    public static async Task<ConsulServer> StartAsync(ConsulOptions? consul = null, Action<IServiceCollection>? replace = null)
    {
        var data = Directory.CreateTempSubdirectory("batata-test-").FullName;
        var host = new HostBuilder()
            .ConfigureServices(services =>
            {
                services
                    .AddHostSettings("--batata.node.name=node1", "--nacos.core.auth.enabled=false", $"--data={data}")
                    .AddBatataApplication()
                    .AddBatataInfrastructure()
                    .AddConsulHttp()
                    .AddSingleton(Options.Create(new IdentityOptions { Enabled = false }));
                if (consul is not null) services.AddSingleton(Options.Create(consul));
                replace?.Invoke(services);
            })
            .ConfigureWebHost(web => web
                .UseKestrelCore()
                .ConfigureKestrel(static kestrel =>
                {
                    kestrel.Limits.MaxRequestHeadersTotalSize = kestrel.Limits.MaxRequestLineSize = 1024 * 1024;
                    kestrel.Listen(IPAddress.Loopback, 0);
                })
                .Configure(static app => app.UseConsulHttp()))
            .Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<INodeState>().FirstReady;
        return new ConsulServer(host, data);
    }

    public async Task<Answer> SendAsync(string method, string path, string? body = null, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        using var answer = await Client.SendAsync(request, cancellationToken);
        var index = answer.Headers.TryGetValues("X-Consul-Index", out var values) ? ulong.Parse(values.Single(), CultureInfo.InvariantCulture) : 0;
        return new Answer((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(cancellationToken), index);
    }

    public Task<Answer> GetAsync(string path, CancellationToken cancellationToken = default) => SendAsync("GET", path, null, cancellationToken);

    /// <summary>A write that must be done.</summary>
    public async Task PutAsync(string path, string body = "") => Assert.Equal((200, "true"), await SendAsync("PUT", path, body) is var (status, text, _) ? (status, text) : default);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host.StopAsync();
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }
}

/// <param name="Index"><c>X-Consul-Index</c>; 0 when the answer has none.</param>
internal sealed record Answer(int Status, string Body, ulong Index);
