using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Batata.Host.Listeners.Tls;

internal static class CertificateDates
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    /// <summary>What a person should know about the dates of the certificate; null when they are fine for a while.</summary>
    public static string? Complaint(X509Certificate2 certificate, DateTimeOffset now)
    {
        var (from, until) = (new DateTimeOffset(certificate.NotBefore), new DateTimeOffset(certificate.NotAfter));
        if (now < from) return string.Create(CultureInfo.InvariantCulture, $"the certificate is valid from {from.UtcDateTime:u} only; who checks it refuses it");
        if (now > until) return string.Create(CultureInfo.InvariantCulture, $"the certificate expired on {until.UtcDateTime:u}; who checks it refuses it");
        return until - now > Soon ? null : string.Create(CultureInfo.InvariantCulture, $"the certificate expires on {until.UtcDateTime:u}");
    }
}
