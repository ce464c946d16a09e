using System.Net;
using Batata.Api.Nacos;
using Batata.Host.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Batata.Host.Listeners;

/// <summary>One Kestrel for every port, and behind each port a pipeline of its own.</summary>
internal static class ListenerBuilder
{
    public static IHostBuilder UseBatataListeners(this IHostBuilder host, BatataOptions options)
    {
        var mainPort = options.Nacos.MainPort;
        var sdkPort = options.Server.GrpcPort ?? mainPort + 1000;
        return host.ConfigureWebHost(
            web => web
                .UseKestrelCore()
                .ConfigureKestrel(kestrel =>
                {
                    KestrelSettings.Apply(kestrel);
                    Listen(kestrel, options.Server.ListenAddress, mainPort, HttpProtocols.Http1);
                    Listen(kestrel, options.Server.ListenAddress, sdkPort, HttpProtocols.Http2);
                })
                .Configure(app => app.UsePorts(sdkPort)),
            web => web.SuppressEnvironmentConfiguration = true);
    }

    /// <summary>Branches are built by hand: their routes stay apart, and a request pays one comparison.</summary>
    private static void UsePorts(this IApplicationBuilder app, int sdkPort)
    {
        var mainApp = app.New();
        mainApp.UseNacosHttp();
        var main = mainApp.Build();
        var sdkApp = app.New();
        sdkApp.UseNacosGrpc();
        var sdk = sdkApp.Build();
        app.Run(context => context.Connection.LocalPort == sdkPort ? sdk(context) : main(context));
    }

    private static void Listen(KestrelServerOptions kestrel, IPAddress? address, int port, HttpProtocols protocols)
    {
        if (address is null) kestrel.ListenAnyIP(port, endpoint => endpoint.Protocols = protocols);
        else kestrel.Listen(address, port, endpoint => endpoint.Protocols = protocols);
    }
}
