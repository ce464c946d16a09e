using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Batata.Api.Consul;
using Batata.Api.Nacos;
using Batata.Host.Lifetime;
using Batata.Host.Listeners.Tls;
using Batata.Host.Settings;
using Batata.Infrastructure.Cluster.Administration;
using Batata.Infrastructure.Cluster.Peers;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Batata.Host.Listeners;

/// <summary>One Kestrel for every port, and behind each port a pipeline of its own.</summary>
internal static class ListenerBuilder
{
    /// <param name="admin">Null when there is none.</param>
    public static IHostBuilder UseBatataListeners(this IHostBuilder host, BatataOptions options, AdminSocket? admin)
    {
        var listeners = Listener.Of(options);
        host.ConfigureServices(services => services.AddSingleton(_ => new TlsPorts(listeners)).AddHostedService<TlsReload>().AddSingleton<Departure>());
        return host.ConfigureWebHost(
            web => web
                .UseKestrelCore()
                .UseSockets(sockets => sockets.CreateBoundListenSocket = endpoint => endpoint is UnixDomainSocketEndPoint ? admin!.Socket : Bind(endpoint, listeners))
                .ConfigureServices(static services => services.AddSingleton<IConnectionListenerFactory, DepartingTransport>()) // the last one counts
                .ConfigureKestrel(kestrel =>
                {
                    KestrelSettings.Apply(kestrel, options.Server);
                    var gate = ConnectionGate.IsWanted(options.Server) ? new ConnectionGate(options.Server) : null;
                    var consul = options.Consul.MaxConnectionsPerAddress is > 0 and var max ? new ConsulConnectionGate(max) : null;
                    foreach (var listener in listeners)
                    {
                        var count = new ConnectionGate.PortCount();
                        foreach (var address in listener.Addresses)
                        {
                            kestrel.Listen(address, listener.Port, endpoint =>
                            {
                                if (!listener.IsBetweenNodes) gate?.Guard(endpoint, count);
                                Set(endpoint, listener);
                                if (listener.Name == Listener.Consul) consul?.Guard(endpoint);
                            });
                        }
                    }
                    if (admin is not null) kestrel.ListenUnixSocket(admin.BoundPath, static endpoint => endpoint.Protocols = HttpProtocols.Http2);
                })
                .Configure(app => app.UsePorts(options)),
            web => web.SuppressEnvironmentConfiguration = true);
    }

    /// <summary>Branches are built by hand: routes of one port are unknown on the other, and a request pays two comparisons.</summary>
    private static void UsePorts(this IApplicationBuilder app, BatataOptions options)
    {
        var server = options.Server;
        var consul = app.Branch(static branch => branch.UseConsulHttp());
        var nacos = app.Branch(static branch => branch.UseNacosHttp());
        RequestDelegate main = context => ConsulHttp.Serves(context.Request.Path) ? consul(context) : nacos(context);
        var grpc = app.Branch(static branch => branch.UseNacosGrpc());
        var console = app.Branch(static branch => branch.UseNacosConsole());
        var (grpcPort, consolePort, consulPort) = (server.GrpcPort, server.HasConsole ? server.ConsolePort : -1, options.Consul.Port == 0 ? -1 : options.Consul.Port);
        // Built when it is first needed: most starts never see an operator. What comes through a socket of the file system has no port.
        var admin = new Lazy<RequestDelegate>(() => app.Branch(static branch => branch.UseBatataAdmin()));
        var departure = app.ApplicationServices.GetRequiredService<Departure>();
        var clusterPort = options.Cluster.IsCluster ? options.Cluster.Self.ClusterPort : -1;
        var peers = options.Cluster.IsCluster ? app.Branch(static branch => branch.UseBatataPeers()) : null;
        app.Run(context =>
        {
            if (departure.HasBegun) departure.Tell(context);
            return context.Connection.LocalPort is var port && port == grpcPort ? grpc(context)
                : port == clusterPort ? peers!(context)
                : port == consolePort ? console(context)
                : port == consulPort ? consul(context)
                : port == 0 ? admin.Value(context)
                : main(context);
        });
    }

    private static void Set(ListenOptions endpoint, Listener listener)
    {
        endpoint.Protocols = listener.Protocols;
        if (listener.Tls is { } tls) endpoint.UseTls(endpoint.ApplicationServices.GetRequiredService<TlsPorts>().ByName[listener.Name], tls.TakesPlainText(isGrpc: listener.Protocols == HttpProtocols.Http2));
        if (!listener.IsBetweenNodes) return;
        var identity = endpoint.ApplicationServices.GetRequiredService<PeerIdentity>();
        endpoint.UseHttps(new TlsHandshakeCallbackOptions
        {
            OnConnection = _ => new(identity.ServerOptions(SslApplicationProtocol.Http2)),
            HandshakeTimeout = TimeSpan.FromSeconds(3),
        });
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
