using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Batata.Cluster.Tests.Several;

/// <summary>An authority and a certificate of it in PEM files, as an operator makes them; and one of another authority.</summary>
internal sealed class CertificateFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batata-certificates-").FullName;

    public CertificateFiles()
    {
        using var authority = MakeAuthority("CN=nodes");
        using var node = MakeSigned(authority);
        File.WriteAllText(Authority, authority.ExportCertificatePem());
        File.WriteAllText(Certificate, node.ExportCertificatePem());
        using var key = node.GetECDsaPrivateKey()!;
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        using var other = MakeAuthority("CN=nodes"); // of the same name, which means nothing
        SignedByAnother = MakeSigned(other);
    }

    public string Authority => Path.Combine(_folder, "ca.crt");

    public string Certificate => Path.Combine(_folder, "node.crt");

    public string Key => Path.Combine(_folder, "node.key");

    public X509Certificate2 SignedByAnother { get; }

    public void Dispose()
    {
        SignedByAnother.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static X509Certificate2 MakeAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    private static X509Certificate2 MakeSigned(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
