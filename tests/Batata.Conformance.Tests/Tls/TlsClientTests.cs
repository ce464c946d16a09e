using Batata.Conformance.Tests.Recordings;
using Batata.Testing.Nodes;
using Batata.Testing.Programs;
using Batata.Testing.Tls;

namespace Batata.Conformance.Tests.Tls;

/// <summary>Clients that are not .NET, and check what they are shown: curl, OpenSSL, and the gRPC library of C that Python, C++ and others have.</summary>
public sealed class TlsClientTests : IDisposable
{
    private const string Grpc = "nacos.remote.server.rpc.tls.";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("batata-tls-").FullName;
    private readonly TestCertificates _certificates;
    private readonly (string Certificate, string Key) _server;

    public TlsClientTests()
    {
        _certificates = new TestCertificates(_folder);
        _server = _certificates.Files("server");
    }

    [Fact]
    public async Task CurlAndOpenSsl_FindAValidChain_OnMainAndConsole()
    {
        await using var node = await NodeProcess.StartNewAsync(new NodeSettings
        {
            Properties = new Dictionary<string, string>
            {
                ["server.ssl.certificate"] = _server.Certificate,
                ["server.ssl.certificate-private-key"] = _server.Key,
                ["batata.main.tls.plain-text-too"] = "true", // how the harness asks whether it is ready
            },
        });
        foreach (var address in (string[])[$"https://localhost:{node.Ports.Main}/nacos/v3/admin/core/state/liveness", $"https://localhost:{node.Ports.Console}/v3/console/health/liveness"])
        {
            var curl = await ProgramRun.OfAsync("curl", ["--silent", "--show-error", "--cacert", _certificates.CaFile, address], Patience);
            Assert.True(curl.ExitCode == 0, curl.Output);
            Assert.Contains("\"data\":\"ok\"", curl.Output, StringComparison.Ordinal);
        }
        foreach (var version in (string[])["-tls1_2", "-tls1_3"])
        {
            var openssl = await ProgramRun.OfAsync("openssl", ["s_client", "-connect", $"127.0.0.1:{node.Ports.Main}", "-CAfile", _certificates.CaFile, "-verify_return_error", version], Patience);
            Assert.Contains("Verify return code: 0 (ok)", openssl.Output, StringComparison.Ordinal);
        }
        var old = await ProgramRun.OfAsync("openssl", ["s_client", "-connect", $"127.0.0.1:{node.Ports.Main}", "-tls1_1", "-cipher", "ALL@SECLEVEL=0"], Patience);
        Assert.NotEqual(0, old.ExitCode);
    }

    [Fact]
    public async Task Grpc_WithTls_IsServedBesidePlainText()
    {
        await using var node = await StartAsync();

        Assert.Equal((0, "ServerCheckResponse"), await CheckAsync(node, _certificates.CaFile));
        Assert.Equal((0, "ServerCheckResponse"), await CheckAsync(node));
        using var strangers = new TestCertificates(Directory.CreateDirectory(Path.Combine(_folder, "strangers")).FullName);
        AssertRefused(await CheckAsync(node, strangers.CaFile)); // this client does not know the server
    }

    [Fact]
    public async Task Grpc_WithMutualTls_ServesOnlyItsClients()
    {
        await using var node = await StartAsync((Grpc + "mutualAuthEnable", "true"), (Grpc + "trustCollectionCertFile", _certificates.CaFile));
        var (certificate, key) = _certificates.Files("client");

        Assert.Equal((0, "ServerCheckResponse"), await CheckAsync(node, _certificates.CaFile, certificate, key));
        AssertRefused(await CheckAsync(node, _certificates.CaFile));
        AssertRefused(await CheckAsync(node));
    }

    public void Dispose()
    {
        _certificates.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void AssertRefused((int ExitCode, string Said) answer)
    {
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("UNAVAILABLE", answer.Said, StringComparison.Ordinal);
    }

    private Task<NodeProcess> StartAsync(params ReadOnlySpan<(string Key, string Value)> more)
    {
        var properties = new Dictionary<string, string>
        {
            [Grpc + "enableTls"] = "true",
            [Grpc + "certChainFile"] = _server.Certificate,
            [Grpc + "certPrivateKey"] = _server.Key,
        };
        foreach (var (key, value) in more) properties[key] = value;
        return NodeProcess.StartNewAsync(new NodeSettings { Properties = properties });
    }

    private static async Task<(int ExitCode, string Said)> CheckAsync(NodeProcess node, params string[] files)
    {
        var script = Path.Combine(Recording.Folder, "clients", "python-grpc", "server_check.py");
        var run = await ProgramRun.OfAsync("/usr/bin/python3", [script, $"localhost:{node.Ports.Grpc}", .. files], Patience);
        return (run.ExitCode, run.Output.Trim());
    }
}
