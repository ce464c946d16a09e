using System.Net;
using System.Net.Sockets;
using Batata.Api.Nacos;
using Batata.Host.Lifetime;
using Batata.Host.Settings;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Batata.Host.Listeners;

/// <summary>One Kestrel for every port, and behind each port a pipeline of its own.</summary>
internal static class ListenerBuilder
{
    public static IHostBuilder UseBatataListeners(this IHostBuilder host, BatataOptions options)
    {
        var listeners = Listener.Of(options);
        return host.ConfigureWebHost(
            web => web
                .UseKestrelCore()
                .UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint => Bind(endpoint, listeners))
                .ConfigureKestrel(kestrel =>
                {
                    KestrelSettings.Apply(kestrel, options.Server);
                    foreach (var listener in listeners)
                    {
                        foreach (var address in listener.Addresses) kestrel.Listen(address, listener.Port, endpoint => endpoint.Protocols = listener.Protocols);
                    }
                })
                .Configure(app => app.UsePorts(options.Server.GrpcPort)),
            web => web.SuppressEnvironmentConfiguration = true);
    }

    /// <summary>Branches are built by hand: routes of one port are unknown on the other, and a request pays one comparison.</summary>
    private static void UsePorts(this IApplicationBuilder app, int grpcPort)
    {
        var mainApp = app.New();
        mainApp.UseNacosHttp();
        var main = mainApp.Build();
        var grpcApp = app.New();
        grpcApp.UseNacosGrpc();
        var grpc = grpcApp.Build();
        app.Run(context => context.Connection.LocalPort == grpcPort ? grpc(context) : main(context));
    }

    private static Socket Bind(EndPoint endpoint, IReadOnlyList<Listener> listeners)
    {
        try
        {
            return SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        }
        catch (SocketException failed)
        {
            var at = (IPEndPoint)endpoint;
            var listener = listeners.First(one => one.Port == at.Port);
            throw new StartRefusedException(failed.SocketErrorCode switch
            {
                SocketError.AddressAlreadyInUse => $"port {at.Port} ({listener.Key}) is in use on {at.Address}",
                SocketError.AccessDenied => $"port {at.Port} ({listener.Key}) may not be opened by this user",
                SocketError.AddressNotAvailable => $"this machine has no address {at.Address} (batata.listen-address)",
                _ => $"port {at.Port} ({listener.Key}) cannot be opened on {at.Address}: {failed.Message}",
            });
        }
    }
}
