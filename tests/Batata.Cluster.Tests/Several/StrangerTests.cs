using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Who does not know the cluster secret gets nothing from the ports between nodes, and breaks nothing.</summary>
[Collection(SeveralNodes.Name)]
public sealed class StrangerTests
{
    [Fact]
    public async Task Strangers_OnThePortsBetweenNodes_GetNothingAndBreakNothing()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        using var foreign = Certificate();
        foreach (var port in (int[])[cluster[0].Ports.Raft, cluster[0].Ports.ClusterGrpc])
        {
            var random = new Random(port);
            for (var i = 0; i < 30; i++)
            {
                var noise = new byte[random.Next(1, 4000)];
                random.NextBytes(noise);
                Assert.True(await SaysNothingAsync(port, noise), $"port {port} answered noise with data");
            }
            Assert.True(await SaysNothingAsync(port, Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\n")));
            await AssertRefusedAsync(port, null);
            await AssertRefusedAsync(port, foreign);
        }

        // Many that say nothing at all, or only half of what a handshake begins with, at once, while the cluster works.
        var hello = await FirstBytesOfAHandshakeAsync();
        var silent = new List<Socket>();
        for (var i = 0; i < 300; i++)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            silent.Add(socket);
            await socket.ConnectAsync(IPAddress.Loopback, i % 2 == 0 ? cluster[0].Ports.Raft : cluster[0].Ports.ClusterGrpc);
            if (i % 3 == 0) await socket.SendAsync(hello.AsMemory(0, (i % (hello.Length - 1)) + 1));
        }
        foreach (var node in cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            await client.PublishAsync("undisturbed", $"{node.Ports.Main}");
        }
        silent.ForEach(static socket => socket.Dispose());

        // And the port still lets in who belongs there.
        await cluster[0].KillAsync();
        await cluster[0].StartAsync();
        using (var client = new HttpConfigClient(cluster[0])) await client.PublishAsync("undisturbed", "again");
        Assert.All(cluster.Nodes, static node => Assert.True(node.IsRunning));
        Assert.DoesNotContain(ClusterNodes.Secret, cluster.Logs(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cluster_WithCertificatesOfItsOwn_NeedsNoSecretAndLetsInNobodyElse()
    {
        using var files = new CertificateFiles();
        await using var cluster = await ClusterNodes.StartNewAsync(new Dictionary<string, string>(files.Settings) { ["batata.cluster.secret"] = "" });
        foreach (var node in cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            await client.PublishAsync("certified", $"{node.Ports.Main}");
        }
        using var foreign = Certificate();
        foreach (var port in (int[])[cluster[0].Ports.Raft, cluster[0].Ports.ClusterGrpc])
        {
            await AssertRefusedAsync(port, null);
            await AssertRefusedAsync(port, foreign);
            await AssertRefusedAsync(port, files.SignedByAnother);
        }
    }

    [Fact]
    public async Task NodeAlone_OpensNoPortBetweenNodes()
    {
        await using var node = await NodeProcess.StartNewAsync();
        foreach (var port in (int[])[node.Ports.Raft, node.Ports.ClusterGrpc])
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await Assert.ThrowsAsync<SocketException>(() => socket.ConnectAsync(IPAddress.Loopback, port));
        }
    }

    /// <summary>What a client that means it sends first.</summary>
    private static async Task<byte[]> FirstBytesOfAHandshakeAsync()
    {
        using var caught = new MemoryStream();
        await using var stream = new SslStream(new CatchingStream(caught));
        await Assert.ThrowsAnyAsync<Exception>(() => stream.AuthenticateAsClientAsync("batata-cluster"));
        return caught.ToArray();
    }

    /// <returns>Whether all that came back, if anything, was TLS' own alert.</returns>
    private static async Task<bool> SaysNothingAsync(int port, byte[] bytes)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        try
        {
            await socket.SendAsync(bytes, patience.Token);
            var answer = new byte[100];
            var read = await socket.ReceiveAsync(answer, patience.Token);
            const byte alert = 21;
            return read == 0 || (answer[0] == alert && read <= 7);
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static async Task AssertRefusedAsync(int port, X509Certificate2? certificate)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = new SslStream(client.GetStream());
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = "batata-cluster",
            EnabledSslProtocols = SslProtocols.Tls13,
            RemoteCertificateValidationCallback = static (_, shown, _, _) => shown is not null, // a stranger is not particular
        };
        if (certificate is not null) options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        var failure = await Record.ExceptionAsync(async () =>
        {
            await stream.AuthenticateAsClientAsync(options, patience.Token);
            await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), patience.Token);
            if (await stream.ReadAsync(new byte[1], patience.Token) == 0) throw new IOException("closed"); // TLS 1.3: the client is through before it is looked at
        });
        Assert.True(failure is IOException or AuthenticationException, failure?.ToString() ?? $"port {port} spoke with a stranger");
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=batata-cluster", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }
}
