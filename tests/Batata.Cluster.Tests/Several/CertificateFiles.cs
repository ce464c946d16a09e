using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Batata.Cluster.Tests.Several;

/// <summary>An authority and a certificate of it in PEM files, as an operator makes them; and one of another authority.</summary>
internal sealed class CertificateFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batata-certificates-").FullName;
    private readonly X509Certificate2 _authority = MakeAuthority("CN=nodes");
    private readonly X509Certificate2 _other = MakeAuthority("CN=nodes"); // of the same name, which means nothing

    public CertificateFiles()
    {
        File.WriteAllText(Authority, _authority.ExportCertificatePem());
        Current = SignedByOne = Sign(_authority);
        SignedByAnother = Sign(_other);
        Write(Current);
    }

    public string Authority => Path.Combine(_folder, "ca.crt");

    public string Certificate => Path.Combine(_folder, "node.crt");

    public string Key => Path.Combine(_folder, "node.key");

    public IReadOnlyDictionary<string, string> Settings => new Dictionary<string, string>
    {
        ["batata.cluster.tls.certificate"] = Certificate,
        ["batata.cluster.tls.private-key"] = Key,
        ["batata.cluster.tls.trust-certificate"] = Authority,
    };

    /// <summary>What the files hold.</summary>
    public X509Certificate2 Current { get; private set; }

    /// <summary>The first.</summary>
    public X509Certificate2 SignedByOne { get; }

    public X509Certificate2 SignedByAnother { get; }

    public void TrustBoth() => Replace(Authority, _authority.ExportCertificatePem() + "\n" + _other.ExportCertificatePem());

    public void TrustTheOther() => Replace(Authority, _other.ExportCertificatePem());

    /// <summary>A new certificate of the first authority.</summary>
    public void Renew() => Write(Current = Sign(_authority));

    /// <summary>The certificate of the other authority.</summary>
    public void Change() => Write(Current = SignedByAnother);

    /// <summary>The key is another one's for as long as the file is like this.</summary>
    public void BreakKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Replace(Key, key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Key and certificate belong together again.</summary>
    public void Mend() => Write(Current);

    public void Dispose()
    {
        foreach (var one in (X509Certificate2[])[_authority, _other, SignedByOne, SignedByAnother, Current]) one.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Write(X509Certificate2 node)
    {
        using var key = node.GetECDsaPrivateKey()!;
        Replace(Key, key.ExportPkcs8PrivateKeyPem());
        Replace(Certificate, node.ExportCertificatePem());
    }

    private static void Replace(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
    }

    private static X509Certificate2 MakeAuthority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
    }

    private static X509Certificate2 Sign(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        using var signed = request.Create(authority, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(8));
        return signed.CopyWithPrivateKey(key);
    }
}
