using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Batata.Cluster.Tests.Operations;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>A cluster whose nodes know each other by certificates of the operator's own, which are changed while it serves.</summary>
[Collection(SeveralNodes.Name)]
public sealed class CertificateTests : IDisposable
{
    private const string Name = "batata-cluster";

    private readonly CertificateFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Certificates_ThatAreReplaced_AreShownAndTrustedByNewConnections_AndTheClusterStaysUp()
    {
        await using var cluster = await StartAsync();
        _files.Renew();
        await ShownAsync(cluster);

        _files.BreakKey(); // a file that was written before the other
        await Wait.UntilAsync(() => cluster.Logs().Contains("the old certificate stays", StringComparison.Ordinal), "a complaint about the key");
        await ShownAsync(cluster);
        _files.Mend();

        // Another authority, as docs/operations.md says.
        _files.TrustBoth();
        await Wait.UntilAsync(async () => await AllAsync(cluster, node => TrustsAsync(node, _files.SignedByAnother)), "both to be trusted");
        _files.Change();
        await ShownAsync(cluster);
        _files.TrustTheOther();
        await Wait.UntilAsync(async () => await AllAsync(cluster, async node => !await TrustsAsync(node, _files.SignedByOne)), "the first authority to mean nothing");

        // Every connection to and of this one is new.
        var again = await cluster.LeaderAsync();
        await again.KillAsync();
        await again.StartAsync();
        foreach (var node in cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            await client.PublishAsync("certified", $"{node.Ports.Main}");
        }
        Assert.All(cluster.Nodes, static node => Assert.True(node.IsRunning));
    }

    [Fact]
    public async Task Commands_FromElsewhere_ShowACertificate()
    {
        await using var cluster = await StartAsync();

        var status = (await BatataCommand.ToAsync(cluster[1], _files.Settings, "cluster", "status", "--json")).Ended(0).Json();
        Assert.Equal(3, status.GetProperty("members").GetArrayLength());

        var bySecret = (await BatataCommand.ToAsync(cluster[1], ClusterNodes.Secret, "cluster", "status")).Ended(3);
        Assert.Contains("do not trust", bySecret.Errors, StringComparison.Ordinal);
        var half = _files.Settings.Take(2).ToDictionary();
        Assert.Contains("together", (await BatataCommand.ToAsync(cluster[1], half, "cluster", "status")).Ended(2).Errors, StringComparison.Ordinal);
        _files.Change(); // of an authority that the trust file does not have
        Assert.Contains("does not lead to a root", (await BatataCommand.ToAsync(cluster[1], _files.Settings, "cluster", "status")).Ended(2).Errors, StringComparison.Ordinal);
    }

    private Task<ClusterNodes> StartAsync() => ClusterNodes.StartNewAsync(new Dictionary<string, string>(_files.Settings) { ["batata.cluster.secret"] = "", ["batata.tls.reload-interval"] = "1" });

    private async Task ShownAsync(ClusterNodes cluster)
    {
        foreach (var node in cluster.Nodes)
        {
            // The Raft port talks with who asks for its node.
            var id = Guid.Parse((await BatataCommand.OnAsync(node, "cluster", "status", "--json")).Ended(0).Json().GetProperty("id").GetString()!);
            await Wait.UntilAsync(() => ShowsAsync(node.Ports.Raft, $"{id:N}.{Name}"), "the certificate of the files on the Raft port");
            await Wait.UntilAsync(() => ShowsAsync(node.Ports.ClusterGrpc, Name), "the certificate of the files on the port for calls");
        }
    }

    private async Task<bool> ShowsAsync(int port, string name)
    {
        await using var stream = await OpenAsync(port, name, _files.Current);
        return ((X509Certificate2?)stream?.RemoteCertificate)?.Thumbprint == _files.Current.Thumbprint;
    }

    /// <summary>With TLS 1.3 the client is through before it is looked at: who is let in is answered.</summary>
    private static async Task<bool> TrustsAsync(NodeProcess node, X509Certificate2 certificate)
    {
        await using var stream = await OpenAsync(node.Ports.ClusterGrpc, Name, certificate);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            if (stream is null) return false;
            await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), patience.Token);
            await stream.WriteAsync(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0 }, patience.Token); // settings: the usual ones
            return await stream.ReadAsync(new byte[1], patience.Token) > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static async Task<bool> AllAsync(ClusterNodes cluster, Func<NodeProcess, Task<bool>> look) => (await Task.WhenAll(cluster.Nodes.Select(look))).All(static yes => yes);

    /// <returns>Null when one side refuses the other.</returns>
    private static async Task<SslStream?> OpenAsync(int port, string name, X509Certificate2 certificate)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = name,
                EnabledSslProtocols = SslProtocols.Tls13,
                ApplicationProtocols = [SslApplicationProtocol.Http2],
                RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null, // it is looked at by the test
                ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
            };
            await stream.AuthenticateAsClientAsync(options, patience.Token);
            return stream;
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            await stream.DisposeAsync();
            return null;
        }
    }
}
