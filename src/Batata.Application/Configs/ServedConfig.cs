using System.Collections.Immutable;
using Batata.Domain.Configs;

namespace Batata.Application.Configs;

/// <summary>One version as clients get it, without its content (that is read by <see cref="IServedConfigs"/>). Compared by reference: a new version is a new object.</summary>
public sealed class ServedVersion(ConfigKey key, string grayName, string md5, string encryptedDataKey, DateTimeOffset modifiedAt)
{
    private string? _lastModified;

    public ConfigKey Key { get; } = key;

    /// <summary>Empty for the formal version.</summary>
    public string GrayName { get; } = grayName;

    public string Md5 { get; } = md5;

    public string EncryptedDataKey { get; } = encryptedDataKey;

    public long ModifiedAtMs { get; } = modifiedAt.ToUnixTimeMilliseconds();

    public DateTimeOffset ModifiedAt => DateTimeOffset.FromUnixTimeMilliseconds(ModifiedAtMs);

    /// <summary>HTTP date of <see cref="ModifiedAt"/>, whole seconds. Made when first asked for: most versions are never asked.</summary>
    public string LastModified => _lastModified ??= ModifiedAt.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
}

public sealed record ServedGray(GrayRule Rule, ServedVersion Version);

/// <summary>What is served of one config: immutable, swapped as a whole at each commit.</summary>
/// <param name="Type">Type of the formal version; null without one.</param>
/// <param name="Gray">In the order in which rules are asked: priority descending, then gray name.</param>
public sealed record ServedConfig(ConfigKey Key, ServedVersion? Formal, string? Type, ImmutableArray<ServedGray> Gray)
{
    /// <summary>Row id of the formal version, which is in the order of creation; 0 without one.</summary>
    public long Id { get; init; }

    /// <summary>Application of the formal version; empty for none.</summary>
    public string AppName { get; init; } = "";

    /// <summary>Null when the config has no version left.</summary>
    public static ServedConfig? Of(ConfigItem item)
    {
        if (item.Formal is null && item.Gray.Count == 0) return null;
        var formal = item.Formal is { } f ? new ServedVersion(item.Key, "", f.Content.Md5, f.Content.EncryptedDataKey, f.ModifiedAt) : null;
        var gray = item.Gray.Select(g => new ServedGray(
            g.Rule, new ServedVersion(item.Key, g.Rule.GrayName, g.Content.Md5, g.Content.EncryptedDataKey, g.ModifiedAt)));
        return new ServedConfig(item.Key, formal, item.Formal?.Description.Type, InOrder(gray))
        {
            Id = item.Formal?.Id ?? 0,
            AppName = item.Formal?.Description.AppName ?? "",
        };
    }

    public static ImmutableArray<ServedGray> InOrder(IEnumerable<ServedGray> gray) =>
        [.. gray.OrderByDescending(g => g.Rule.Priority).ThenBy(g => g.Rule.GrayName, StringComparer.Ordinal)];

    /// <summary>Which version a client gets.</summary>
    /// <param name="tag">Tag of the client; null when it has none.</param>
    /// <param name="tagAsked">The tag was asked for by parameter: without such a version there is no answer, not even the formal one.</param>
    public ServedChoice Choose(string? clientIp, string? tag, bool tagAsked = false)
    {
        foreach (var gray in Gray)
        {
            if (gray.Rule.Matches(clientIp, tag)) return new ServedChoice(gray.Version, gray.Rule);
        }
        return tagAsked && !string.IsNullOrEmpty(tag) ? default : new ServedChoice(Formal, null);
    }
}

/// <param name="Version">Null when nothing is there for this client.</param>
/// <param name="Rule">The gray rule that chose it; null for the formal version.</param>
public readonly record struct ServedChoice(ServedVersion? Version, GrayRule? Rule);
