using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>
/// Certificates of the operator's own between nodes, in place of the key that follows from a secret. Whoever holds one that leads to a root of the trust
/// file is a node of the cluster: give that authority no other work. Names in it mean nothing; dates do.
/// </summary>
internal sealed record PeerCertificates(X509Certificate2 Certificate, X509Certificate2Collection Between, X509Certificate2Collection Roots) : IDisposable
{
    /// <exception cref="CryptographicException">A file holds no certificate, or no key.</exception>
    /// <exception cref="ArgumentException">The key is of another certificate.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static PeerCertificates Read(string certificate, string key, string trust)
    {
        var trusted = new X509Certificate2Collection();
        trusted.ImportFromPemFile(trust);
        if (trusted.Count == 0) throw new CryptographicException($"{trust} holds no certificate.");
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(certificate);
        // The first is the node's own; the rest leads to its root, and so do those of the trust file that are no roots.
        var between = new X509Certificate2Collection((X509Certificate2[])[.. chain.Skip(1), .. trusted.Where(static one => !IsRoot(one))]);
        return new(X509Certificate2.CreateFromPemFile(certificate, key), between, new((X509Certificate2[])[.. trusted.Where(IsRoot)]));
    }

    /// <summary>It leads to one of the roots, today.</summary>
    /// <remarks>Each root by itself: of two with one name, as while an authority is renewed, only the first would be looked at.</remarks>
    public bool Trusts(X509Certificate2 shown) => Roots.Any(root => LeadsTo(root, shown));

    public void Dispose()
    {
        Certificate.Dispose();
        foreach (var one in Between.Concat(Roots)) one.Dispose();
    }

    private bool LeadsTo(X509Certificate2 root, X509Certificate2 shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.ExtraStore.AddRange(Between);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        return chain.Build(shown);
    }

    private static bool IsRoot(X509Certificate2 one) => one.SubjectName.RawData.AsSpan().SequenceEqual(one.IssuerName.RawData);
}
