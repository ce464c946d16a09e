using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Batata.Testing.Tls;

/// <summary>An authority of the test's own and the certificates that it signs, as PEM files in a folder.</summary>
public sealed class TestCertificates : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;

    public TestCertificates(string folder)
    {
        Folder = folder;
        var request = new CertificateRequest("CN=test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _root = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-10), DateTimeOffset.UtcNow.AddDays(400));
        CaFile = Write("ca.crt", _root.ExportCertificatePem());
    }

    public string Folder { get; }

    public string CaFile { get; }

    public X509Certificate2 Root => _root;

    /// <summary>Signs one for <c>localhost</c> and 127.0.0.1.</summary>
    public (string Certificate, string Key) Pem(string name, int daysLeft = 90, string? password = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var until = DateTimeOffset.UtcNow.AddDays(daysLeft);
        using var signed = request.Create(_root, until.AddDays(-100) < _root.NotBefore ? _root.NotBefore : until.AddDays(-100), until, RandomNumberGenerator.GetBytes(8));
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        return (signed.ExportCertificatePem(), password is null ? key.ExportPkcs8PrivateKeyPem() : key.ExportEncryptedPkcs8PrivateKeyPem(password, parameters));
    }

    /// <summary>The same, as files <c>NAME.crt</c> and <c>NAME.key</c>.</summary>
    public (string Certificate, string Key) Files(string name, int daysLeft = 90, string? password = null)
    {
        var (certificate, key) = Pem(name, daysLeft, password);
        return (Write($"{name}.crt", certificate), Write($"{name}.key", key));
    }

    public string Write(string name, string text)
    {
        var file = Path.Combine(Folder, name);
        File.WriteAllText(file, text);
        return file;
    }

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
    }
}
