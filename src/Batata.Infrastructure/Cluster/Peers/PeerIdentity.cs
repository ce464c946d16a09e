using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>
/// How nodes of one cluster know each other: a key pair that follows from the cluster secret, or certificates of the operator's own. Both sides of a connection
/// show theirs and TLS proves that they hold it, so who does not belong there gets no byte. Why: docs/adr/0009-node-to-node-tls.md.
/// </summary>
public sealed class PeerIdentity(IOptions<ClusterOptions> options) : IDisposable
{
    /// <summary>Shorter ones are refused: whoever reaches the port gets the public key, and could try secrets at home.</summary>
    public const int MinSecretChars = 16;

    private const string Name = "batata-cluster";

    // A brake for whoever tries secrets; 25 ms at the start of a node. Part of the protocol: every node must come to the same key.
    private const int Iterations = 100_000;
    private static readonly byte[] Salt = "batata cluster key v1"u8.ToArray();

    private readonly Lock _reading = new();
    private volatile Keys? _keys;
    private string? _stamp;

    /// <summary>What new connections show.</summary>
    public X509Certificate2 Certificate => Now.Certificate;

    /// <summary>It shows certificates of files, which may change.</summary>
    public bool HasFiles => options.Value.HasCertificates;

    private Keys Now => _keys ?? First();

    /// <summary>The other side is of this cluster.</summary>
    public bool IsOurs(X509Certificate? shown) => shown is X509Certificate2 certificate && Now.Trusts(certificate);

    /// <summary>Takes the files of certificates as they are now, for new connections. Those that are open keep what they have.</summary>
    /// <param name="problem">Why they were not taken; what was taken before stays. Told once for each content.</param>
    /// <returns>True when new connections show or trust another certificate from now on.</returns>
    public bool Reload(out string? problem)
    {
        problem = null;
        if (!HasFiles || _keys is null) return false;
        lock (_reading)
        {
            var stamp = StampOf(options.Value);
            if (stamp == _stamp) return false;
            _stamp = stamp;
            problem = ProblemOf(options.Value, out var keys);
            if (problem is not null) return false;
            _keys = keys; // the ones before are not disposed of: a handshake may be using them
            return true;
        }
    }

    /// <returns>What is wrong with the certificates that the options name; null when all is well, or none are named.</returns>
    public static string? ProblemOf(ClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problem = ProblemOf(options, out var keys);
        keys?.Dispose();
        return problem;
    }

    public void Dispose() => _keys?.Dispose();

    /// <summary>What a node of this id is called in a handshake: so that who dials an address where another node is by now hangs up.</summary>
    internal static string NameOf(Guid node) => $"{node:N}.{Name}";

    /// <param name="protocol">What is spoken inside; null where both sides know.</param>
    public SslServerAuthenticationOptions ServerOptions(SslApplicationProtocol? protocol = null) => new()
    {
        ApplicationProtocols = protocol is { } spoken ? [spoken] : null,
        ServerCertificateContext = Now.Context,
        ClientCertificateRequired = true,
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowTlsResume = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => IsOurs(certificate),
    };

    /// <param name="node">The only one to talk to; null for whichever is there.</param>
    /// <param name="protocol">What is spoken inside; null where both sides know.</param>
    internal SslClientAuthenticationOptions ClientOptions(Guid? node = null, SslApplicationProtocol? protocol = null) => new()
    {
        ApplicationProtocols = protocol is { } spoken ? [spoken] : null,
        TargetHost = node is { } id ? NameOf(id) : Name,
        ClientCertificateContext = Now.Context,
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowTlsResume = false,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => IsOurs(certificate),
    };

    private static string? ProblemOf(ClusterOptions options, out Keys? keys)
    {
        keys = null;
        if (!options.HasCertificates) return null;
        try
        {
            keys = Keys.Of(options);
            return keys.Trusts(keys.Certificate) ? null : $"{options.TlsCertificate} does not lead to a root in {options.TlsTrust}, or is not valid today";
        }
        catch (ArgumentException)
        {
            return $"the key in {options.TlsPrivateKey} is not that of the certificate in {options.TlsCertificate}";
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static string? StampOf(ClusterOptions options) =>
        options.HasCertificates ? FileStamp.Of([options.TlsCertificate!, options.TlsPrivateKey!, options.TlsTrust!]) : null;

    private Keys First()
    {
        lock (_reading)
        {
            if (_keys is { } made) return made;
            _stamp = StampOf(options.Value); // before they are read: what changes in between is read again
            return _keys = Keys.Of(options.Value);
        }
    }

    private sealed record Keys(X509Certificate2 Certificate, Func<X509Certificate2, bool> Trusts, SslStreamCertificateContext Context, IDisposable Held) : IDisposable
    {
        public static Keys Of(ClusterOptions options)
        {
            if (options.HasCertificates) return Of(PeerCertificates.Read(options.TlsCertificate!, options.TlsPrivateKey!, options.TlsTrust!));
            return Of(options.Secret ?? throw new InvalidOperationException("A node without a cluster secret talks to no other node."));
        }

        public void Dispose() => Held.Dispose();

        private static Keys Of(PeerCertificates own) => new(own.Certificate, own.Trusts, SslStreamCertificateContext.Create(own.Certificate, own.Between, offline: true), own);

        private static Keys Of(string secret)
        {
            using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Scalar(secret) });
            var request = new CertificateRequest($"CN={Name}", key, HashAlgorithmName.SHA256);
            // Dates mean nothing here, and a clock that is wrong must not part the nodes.
            var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero));
            var publicKey = certificate.PublicKey.ExportSubjectPublicKeyInfo();
            return new(
                certificate,
                shown => CryptographicOperations.FixedTimeEquals(shown.PublicKey.ExportSubjectPublicKeyInfo(), publicKey),
                SslStreamCertificateContext.Create(certificate, null, offline: true),
                certificate);
        }

        // Below 2^255 every number is a private key of the curve.
        private static byte[] Scalar(string secret)
        {
            var scalar = Rfc2898DeriveBytes.Pbkdf2(secret, Salt, Iterations, HashAlgorithmName.SHA256, 32);
            scalar[0] &= 0x7f;
            return scalar;
        }
    }
}
