using System.Security.Cryptography;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>Tells apart files that changed by their content: links that are turned, as Kubernetes and certbot do, show no event on the file.</summary>
public static class FileStamp
{
    /// <returns>Null when one of them cannot be read.</returns>
    public static string? Of(IEnumerable<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            try
            {
                hash.AppendData(File.ReadAllBytes(file));
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }
        return Convert.ToHexString(hash.GetCurrentHash());
    }
}
