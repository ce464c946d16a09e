using Batata.Host.Tests.Settings;
using Batata.Testing.Tls;

namespace Batata.Host.Tests.Tls;

public sealed class TlsRuleTests : IDisposable
{
    private readonly ConfFolder _folder = new();
    private readonly TestCertificates _certificates;
    private readonly (string Certificate, string Key) _good;

    public TlsRuleTests()
    {
        _certificates = new TestCertificates(_folder.Path);
        _good = _certificates.Files("good");
    }

    [Fact]
    public void Nothing_IsPlainText()
    {
        var options = Load.With().Options;

        Assert.All([options.MainTls, options.ConsoleTls, options.GrpcTls], static tls => Assert.False(tls.IsOn()));
    }

    [Fact]
    public void KeysOfSpring_AreForMainAndConsole()
    {
        var loaded = Load.With(null, [], $"--server.ssl.certificate={_good.Certificate}", $"--server.ssl.certificate-private-key=file:{_good.Key}");

        Assert.Empty(loaded.Problems);
        Assert.True(loaded.Options.MainTls.IsOn());
        Assert.True(loaded.Options.ConsoleTls.IsOn());
        Assert.False(loaded.Options.GrpcTls.IsOn());
        Assert.False(loaded.Options.MainTls.TakesPlainText(isGrpc: false));
    }

    [Fact]
    public void Console_CanBePlainBesideTls()
    {
        var loaded = Load.With(null, [], $"--server.ssl.certificate={_good.Certificate}", $"--server.ssl.certificate-private-key={_good.Key}", "--batata.console.tls.enabled=false");

        Assert.Empty(loaded.Problems);
        Assert.False(loaded.Options.ConsoleTls.IsOn());
    }

    [Theory]
    [InlineData("false", true)]
    [InlineData("true", false)]
    public void Grpc_TakesPlainTextToo_UnlessCertificatesOfClientsAreDemanded(string mutual, bool plain)
    {
        var loaded = Load.With(null, [], [.. OfGrpc(), $"--nacos.remote.server.rpc.tls.mutualAuthEnable={mutual}", $"--nacos.remote.server.rpc.tls.trustCollectionCertFile={_certificates.CaFile}"]);

        Assert.Empty(loaded.Problems);
        Assert.Equal(plain, loaded.Options.GrpcTls.TakesPlainText(isGrpc: true));
    }

    [Fact]
    public void Grpc_PlainTextBesideDemandedCertificates_IsAWarning()
    {
        var loaded = Load.With(null, [], [.. OfGrpc(), "--nacos.remote.server.rpc.tls.mutualAuthEnable=true", $"--nacos.remote.server.rpc.tls.trustCollectionCertFile={_certificates.CaFile}", "--nacos.remote.server.rpc.tls.compatibility=true"]);

        Assert.Contains(loaded.Warnings, static warning => warning.Contains("batata.grpc.tls.plain-text-too", StringComparison.Ordinal));
    }

    [Fact]
    public void MutualAuth_WithoutRoots_IsRefused() =>
        AssertProblem("nacos.remote.server.rpc.tls.mutualAuthEnable", "roots", [.. OfGrpc(), "--nacos.remote.server.rpc.tls.mutualAuthEnable=true"]);

    [Fact]
    public void MissingFile_IsNamedWithItsSetting() =>
        AssertProblem("batata.console.tls.certificate", "cannot be read", "--batata.console.tls.certificate=nowhere.pem", $"--batata.console.tls.key={_good.Key}");

    [Fact]
    public void FileWithoutCertificate_IsRefused() =>
        AssertProblem("server.ssl.certificate", "no certificate", $"--server.ssl.certificate={_good.Key}", $"--server.ssl.certificate-private-key={_good.Key}");

    [Fact]
    public void KeyOfAnother_IsRefused() => AssertProblem(
        "server.ssl.certificate-private-key", "not that of the certificate",
        $"--server.ssl.certificate={_good.Certificate}", $"--server.ssl.certificate-private-key={_certificates.Files("other").Key}");

    [Fact]
    public void FileWithoutKey_IsRefused() => AssertProblem(
        "batata.main.tls.key", "no private key", $"--batata.main.tls.certificate={_good.Certificate}", $"--batata.main.tls.key={_good.Certificate}");

    [Fact]
    public void EncryptedKey_NeedsItsPassword_WhichIsNeverShown()
    {
        var (certificate, key) = _certificates.Files("locked", password: "hunter2");
        string[] files = [$"--batata.main.tls.certificate={certificate}", $"--batata.main.tls.key={key}"];

        Assert.Empty(Load.With(null, [], [.. files, "--batata.main.tls.key-password=hunter2"]).Problems);
        AssertProblem("batata.main.tls.key-password", "encrypted", files);
        Assert.DoesNotContain("hunter3", AssertProblem("batata.main.tls.key-password", "cannot be opened", [.. files, "--batata.main.tls.key-password=hunter3"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Expired_IsAWarning_SinceClientsThatDoNotCheckAreServedStill()
    {
        var (certificate, key) = _certificates.Files("old", daysLeft: -2);

        var loaded = Load.With(null, [], $"--server.ssl.certificate={certificate}", $"--server.ssl.certificate-private-key={key}");

        Assert.Empty(loaded.Problems);
        Assert.Contains(loaded.Warnings, static warning => warning.StartsWith("server.ssl.certificate: the certificate expired on ", StringComparison.Ordinal));
    }

    [Fact]
    public void AboutToExpire_IsAWarning()
    {
        var (certificate, key) = _certificates.Files("soon", daysLeft: 5);

        Assert.Contains(
            Load.With(null, [], $"--server.ssl.certificate={certificate}", $"--server.ssl.certificate-private-key={key}").Warnings,
            static warning => warning.Contains("expires on", StringComparison.Ordinal));
    }

    [Fact]
    public void CertificateAndKeyInOneFile_AreFound()
    {
        var (certificate, key) = _certificates.Pem("both");

        Assert.Empty(Load.With(arguments: $"--batata.main.tls.certificate={_certificates.Write("both.pem", certificate + "\n" + key)}").Problems);
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _folder.Dispose();
    }

    private string[] OfGrpc() =>
    [
        "--nacos.remote.server.rpc.tls.enableTls=true", $"--nacos.remote.server.rpc.tls.certChainFile={_good.Certificate}", $"--nacos.remote.server.rpc.tls.certPrivateKey={_good.Key}",
    ];

    private static string AssertProblem(string key, string why, params string[] arguments)
    {
        var problem = Assert.Single(Load.With(null, [], arguments).Problems);
        Assert.StartsWith(key, problem, StringComparison.Ordinal);
        Assert.Contains(why, problem, StringComparison.Ordinal);
        return problem;
    }
}
