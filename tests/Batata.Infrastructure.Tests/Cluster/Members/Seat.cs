using System.Net.Security;
using Batata.Infrastructure.Cluster.Administration;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Naming.Sync;
using Batata.Testing.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Tests.Cluster.Members;

/// <summary>A place in a cluster of this process: ports and a data folder, where nodes of one release or another are started.</summary>
internal sealed class Seat(string data) : IAsyncDisposable
{
    private readonly NodePorts _ports = NodePorts.Reserve();
    private WebApplication? _peers;

    public MemberAddress Address => new("127.0.0.1", _ports.Main, _ports.Raft);

    /// <summary>The one that runs here.</summary>
    public TestNode Node { get; private set; } = null!;

    public bool Runs => _peers is not null;

    public FeatureLevels Levels => Node.Get<FeatureLevels>();

    public async Task StartAsync(IReadOnlyList<MemberAddress> members, Action<IServiceCollection> release)
    {
        Node = TestNode.Create(
            data,
            options =>
            {
                (options.Members, options.Self, options.RaftPort) = (members, Address, _ports.Raft);
                options.Secret = "of the nodes of a test";
            },
            services => release(services.AddGrpc().Services));
        try
        {
            _peers = Listen();
            await _peers.StartAsync();
            await Node.StartAsync();
        }
        catch
        {
            await StopAsync();
            throw;
        }
    }

    public async Task StopAsync()
    {
        await Node.StopAsync();
        await Node.DisposeAsync();
        if (_peers is not null) await _peers.DisposeAsync();
        _peers = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_peers is not null) await StopAsync();
        _ports.Dispose();
    }

    /// <summary>The port for calls between nodes, as the host opens it.</summary>
    private WebApplication Listen()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(_ => Node.Get<NodeService>());
        builder.Services.AddSingleton(_ => Node.Get<OperationsService>());
        builder.Services.AddSingleton(_ => Node.Get<NamingPeerService>());
        builder.Services.AddSingleton(_ => Node.Get<QueryService>());
        builder.Services.AddSingleton(_ => Node.Get<AdminService>());
        var identity = Node.Get<PeerIdentity>();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(_ports.ClusterGrpc, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http2;
            endpoint.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => new(identity.ServerOptions(SslApplicationProtocol.Http2)) });
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        var app = builder.Build();
        app.UseBatataPeers();
        return app;
    }
}
