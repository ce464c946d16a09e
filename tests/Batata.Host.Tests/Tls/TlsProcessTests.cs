using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Batata.Host.Tests.Processes;
using Batata.Host.Tests.Settings;
using Batata.Testing.Nodes;
using Batata.Testing.Tls;

namespace Batata.Host.Tests.Tls;

/// <summary>The built server with certificates, and clients that check them.</summary>
public sealed class TlsProcessTests : IDisposable
{
    private const string Ready = "started successfully";
    private const string Liveness = "/nacos/v1/console/health/liveness";

    private readonly ConfFolder _folder = new();
    private readonly TestCertificates _certificates;
    private readonly (string Certificate, string Key) _files;

    public TlsProcessTests()
    {
        _certificates = new TestCertificates(_folder.Path);
        _files = _certificates.Files("first");
    }

    [Fact]
    public async Task MainAndConsole_SpeakTls_AndNothingElse()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start([.. Arguments(ports), .. OfMain()]);
        await host.WaitForLineAsync(Ready);
        using var client = ClientThatTrustsTheAuthority();

        Assert.Equal("OK", await client.GetStringAsync(new Uri($"https://localhost:{ports.Main}{Liveness}")));
        Assert.Contains("success", await client.GetStringAsync(new Uri($"https://localhost:{ports.Console}/v3/console/health/liveness")), StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri($"http://localhost:{ports.Main}{Liveness}")));
    }

    [Fact]
    public async Task NewFiles_AreForNewConnections_AndOpenOnesGoOn()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start([.. Arguments(ports), .. OfMain(), "--batata.tls.reload-interval=1"]);
        await host.WaitForLineAsync(Ready);
        using var open = await ConnectAsync(ports.Main);
        Assert.Equal("CN=first", open.RemoteCertificate!.Subject);

        var (certificate, key) = _certificates.Pem("second");
        await File.WriteAllTextAsync(_files.Certificate, certificate);
        await File.WriteAllTextAsync(_files.Key, key);
        await host.WaitForLineAsync("TLS of the main port: a new certificate for CN=second");

        using (var later = await ConnectAsync(ports.Main)) Assert.Equal("CN=second", later.RemoteCertificate!.Subject);
        Assert.StartsWith("HTTP/1.1 200 OK", await AskAsync(open), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WrongNewFiles_AreLogged_AndTheOldOnesStay()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start([.. Arguments(ports), .. OfMain(), "--batata.tls.reload-interval=1"]);
        await host.WaitForLineAsync(Ready);

        await File.WriteAllTextAsync(_files.Key, _certificates.Pem("of another").Key);
        await host.WaitForLineAsync("the new files are not taken, the old certificate stays: key: the private key is not that of the certificate");

        using var later = await ConnectAsync(ports.Main);
        Assert.Equal("CN=first", later.RemoteCertificate!.Subject);
    }

    [Fact]
    public async Task ClientAuth_Need_ServesOnlyWhoLeadsToTheRoots()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start([.. Arguments(ports), .. OfMain(), "--server.ssl.client-auth=need", $"--server.ssl.trust-certificate={_certificates.CaFile}"]);
        await host.WaitForLineAsync(Ready);
        using var ours = CertificateOf(_certificates.Pem("client"));
        using var strangers = new TestCertificates(Directory.CreateDirectory(Path.Combine(_folder.Path, "strangers")).FullName);
        using var strange = CertificateOf(strangers.Pem("client"));

        using (var connection = await ConnectAsync(ports.Main, ours)) Assert.StartsWith("HTTP/1.1 200 OK", await AskAsync(connection), StringComparison.Ordinal);
        foreach (var shown in (X509Certificate2?[])[null, strange])
        {
            // With TLS 1.3 the client hears of the refusal when it reads.
            var refused = await Record.ExceptionAsync(async () =>
            {
                using var connection = await ConnectAsync(ports.Main, shown);
                Assert.Empty(await AskAsync(connection));
            });
            Assert.True(refused is null or IOException or AuthenticationException, refused?.ToString());
        }
    }

    [Fact]
    public async Task PlainTextToo_ServesBothOnOnePort()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start([.. Arguments(ports), .. OfMain(), "--batata.main.tls.plain-text-too=true"]);
        await host.WaitForLineAsync(Ready);
        using var client = ClientThatTrustsTheAuthority();

        Assert.Equal("OK", await client.GetStringAsync(new Uri($"https://localhost:{ports.Main}{Liveness}")));
        Assert.Equal("OK", await client.GetStringAsync(new Uri($"http://localhost:{ports.Main}{Liveness}")));
    }

    /// <summary>A connection that says nothing is closed with the server, and keeps nobody else waiting.</summary>
    [Fact]
    public async Task PlainTextToo_SilentConnection_HoldsUpNothing()
    {
        using var ports = NodePorts.Reserve();
        await using var host = HostProcess.Start([.. Arguments(ports), .. OfMain(), "--batata.main.tls.plain-text-too=true"]);
        await host.WaitForLineAsync(Ready);
        using var silent = new TcpClient();
        await silent.ConnectAsync("localhost", ports.Main);
        using var client = ClientThatTrustsTheAuthority();

        Assert.Equal("OK", await client.GetStringAsync(new Uri($"https://localhost:{ports.Main}{Liveness}")));
        await host.SignalAsync("TERM");
        Assert.Equal(0, await host.EndAsync());
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    private static string[] Arguments(NodePorts ports) => ["--dev", $"--nacos.server.main.port={ports.Main}", $"--nacos.console.port={ports.Console}"];

    private string[] OfMain() => [$"--server.ssl.certificate={_files.Certificate}", $"--server.ssl.certificate-private-key={_files.Key}"];

    private HttpClient ClientThatTrustsTheAuthority() => new(new SocketsHttpHandler { SslOptions = TrustsTheAuthority() });

    private SslClientAuthenticationOptions TrustsTheAuthority()
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(_certificates.Root);
        return new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy };
    }

    private async Task<SslStream> ConnectAsync(int port, X509Certificate2? certificate = null)
    {
        var tcp = new TcpClient();
        await tcp.ConnectAsync("localhost", port);
        var tls = new SslStream(tcp.GetStream());
        var options = TrustsTheAuthority();
        if (certificate is not null) options.ClientCertificates = [certificate];
        await tls.AuthenticateAsClientAsync(options);
        return tls;
    }

    private static X509Certificate2 CertificateOf((string Certificate, string Key) pem) => X509Certificate2.CreateFromPem(pem.Certificate, pem.Key);

    private static async Task<string> AskAsync(SslStream tls)
    {
        await tls.WriteAsync(Encoding.ASCII.GetBytes($"GET {Liveness} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(tls, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
