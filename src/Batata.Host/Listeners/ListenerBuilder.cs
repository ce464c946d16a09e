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
                .Configure(app => app.UsePorts(options.Server)),
            web => web.SuppressEnvironmentConfiguration = true);
    }

    /// <summary>Branches are built by hand: routes of one port are unknown on the other, and a request pays two comparisons.</summary>
    private static void UsePorts(this IApplicationBuilder app, ServerOptions server)
    {
        var main = app.Branch(static branch => branch.UseNacosHttp());
        var grpc = app.Branch(static branch => branch.UseNacosGrpc());
        var console = app.Branch(static branch => branch.UseNacosConsole());
        var (grpcPort, consolePort) = (server.GrpcPort, server.HasConsole ? server.ConsolePort : 0);
        app.Run(context => context.Connection.LocalPort is var port && port == grpcPort ? grpc(context) : port == consolePort ? console(context) : main(context));
    }

    private static RequestDelegate Branch(this IApplicationBuilder app, Action<IApplicationBuilder> use)
    {
        var branch = app.New();
        use(branch);
        return branch.Build();
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
