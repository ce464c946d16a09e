using System.Globalization;

namespace Batata.Domain.Catalog;

/// <summary>Limits of metadata. Protocol source: Consul <c>ValidateServiceMetadata</c>, <c>validateMetadata</c>.</summary>
public static class ServiceMeta
{
    private const int MaxPairs = 64;
    private const int MaxKeyLength = 128;
    private const int MaxValueLength = 512;

    /// <returns>What is wrong; null when nothing is.</returns>
    public static string? Problem(ServiceInstance service)
    {
        if (service.Meta is not { } meta) return null;
        if (meta.Count > MaxPairs) return $"Metadata cannot contain more than {MaxPairs} key/value pairs";
        foreach (var (key, value) in meta)
        {
            if (PairProblem(key, value) is { } problem)
                return $"Couldn't load metadata pair ('{key}', '{value}'): {problem}";
        }
        return null;
    }

    private static string? PairProblem(string key, string value)
    {
        if (key.Length == 0) return "Key cannot be blank";
        if (key.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))) return "Key contains invalid characters";
        if (key.Length > MaxKeyLength) return string.Create(CultureInfo.InvariantCulture, $"Key is too long (limit: {MaxKeyLength} characters)");
        if (key.StartsWith("consul-", StringComparison.Ordinal) && key is not ("consul-wan-federation")) return "Key prefix 'consul-' is reserved for internal use";
        return value.Length > MaxValueLength ? string.Create(CultureInfo.InvariantCulture, $"Value is too long (limit: {MaxValueLength} characters)") : null;
    }
}
