using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Batata.Host.Settings;
using Batata.Infrastructure.Cluster.Peers;

namespace Batata.Host.Listeners.Tls;

/// <summary>Last parts of the keys of settings.</summary>
internal static class TlsFile
{
    public const string Certificate = "certificate";
    public const string Key = "key";
    public const string KeyPassword = "key-password";
    public const string ClientCa = "client-ca";
}

/// <param name="Setting">The last part of the key.</param>
internal sealed record TlsProblem(string Setting, string Why);

/// <summary>What a port proves itself with and checks its clients by: the content of its files at one moment.</summary>
internal sealed class TlsMaterial
{
    private readonly SslStreamCertificateContext _context;
    private readonly X509Certificate2Collection? _clientRoots;
    private readonly bool _clientMust;

    private TlsMaterial(X509Certificate2 leaf, X509Certificate2Collection between, X509Certificate2Collection? clientRoots, bool clientMust)
    {
        // Offline: a server does not wait for somebody else's to complete its chain.
        _context = SslStreamCertificateContext.Create(leaf, between, offline: true);
        (_clientRoots, _clientMust, Certificate) = (clientRoots, clientMust, leaf);
    }

    public X509Certificate2 Certificate { get; }

    /// <returns>Null when something is wrong with the files.</returns>
    public static TlsMaterial? Load(TlsOptions tls, List<TlsProblem> problems)
    {
        var (count, certificates, roots) = (problems.Count, new X509Certificate2Collection(), (X509Certificate2Collection?)null);
        if (Text(TlsFile.Certificate, tls.Certificate!, problems) is { } chain) Import(TlsFile.Certificate, certificates, chain, problems);
        var key = Text(tls.Key is null ? TlsFile.Certificate : TlsFile.Key, tls.Key ?? tls.Certificate!, problems);
        if (tls is { ClientAuth: not ClientAuth.None, ClientCa: { } file } && Text(TlsFile.ClientCa, file, problems) is { } ca)
            Import(TlsFile.ClientCa, roots = [], ca, problems);
        if (problems.Count > count) return null;
        return WithKey(certificates[0], key!, tls, problems) is { } leaf
            ? new TlsMaterial(leaf, [.. certificates.Skip(1)], roots, tls.ClientAuth == ClientAuth.Need)
            : null;
    }

    /// <summary>Tells apart files that changed; null when they cannot be read.</summary>
    public static string? Stamp(TlsOptions tls) => FileStamp.Of(((string?[])[tls.Certificate, tls.Key, tls.ClientCa]).OfType<string>().Select(PathOf));

    /// <summary>One instance for all connections, so that sessions can be resumed.</summary>
    public SslServerAuthenticationOptions ToOptions(SslApplicationProtocol protocol) => new()
    {
        ServerCertificateContext = _context,
        ApplicationProtocols = [protocol],
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        AllowRenegotiation = false,
        ClientCertificateRequired = _clientRoots is not null,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = _clientRoots is null ? null : PolicyOf(_clientRoots),
        RemoteCertificateValidationCallback = _clientRoots is null
            ? null
            : (_, shown, _, errors) => shown is null ? !_clientMust : errors == SslPolicyErrors.None,
    };

    private static X509ChainPolicy PolicyOf(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static string? Text(string setting, string file, List<TlsProblem> problems)
    {
        try
        {
            return File.ReadAllText(PathOf(file), Encoding.ASCII);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            problems.Add(new(setting, $"{file} cannot be read: {failed.Message}"));
            return null;
        }
    }

    private static void Import(string setting, X509Certificate2Collection into, string pem, List<TlsProblem> problems)
    {
        try
        {
            into.ImportFromPem(pem);
        }
        catch (CryptographicException failed)
        {
            problems.Add(new(setting, $"the file holds a certificate that cannot be read: {failed.Message}"));
            return;
        }
        if (into.Count == 0) problems.Add(new(setting, "there is no certificate in the file (-----BEGIN CERTIFICATE-----)"));
    }

    private static X509Certificate2? WithKey(X509Certificate2 leaf, string key, TlsOptions tls, List<TlsProblem> problems)
    {
        var setting = tls.Key is null ? TlsFile.Certificate : TlsFile.Key;
        if (!key.Contains("PRIVATE KEY-----", StringComparison.Ordinal))
        {
            problems.Add(new(setting, "there is no private key in the file (-----BEGIN PRIVATE KEY-----)"));
            return null;
        }
        var isEncrypted = key.Contains("BEGIN ENCRYPTED PRIVATE KEY", StringComparison.Ordinal);
        if (isEncrypted && tls.KeyPassword is null)
        {
            problems.Add(new(TlsFile.KeyPassword, "the private key is encrypted, and there is no password"));
            return null;
        }
        try
        {
            var pem = leaf.ExportCertificatePem();
            return isEncrypted ? X509Certificate2.CreateFromEncryptedPem(pem, key, tls.KeyPassword) : X509Certificate2.CreateFromPem(pem, key);
        }
        catch (ArgumentException)
        {
            problems.Add(new(setting, $"the private key is not that of the certificate ({leaf.Subject})"));
        }
        catch (CryptographicException failed)
        {
            problems.Add(isEncrypted
                ? new(TlsFile.KeyPassword, "the private key cannot be opened with the password")
                : new(setting, $"the private key cannot be used: {failed.Message}"));
        }
        return null;
    }

    // As Spring and the image of Nacos write it.
    private static string PathOf(string file) => file.StartsWith("file:", StringComparison.Ordinal) ? file["file:".Length..] : file;
}
