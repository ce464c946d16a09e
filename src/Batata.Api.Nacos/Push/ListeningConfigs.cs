using Batata.Api.Nacos.Params;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Push;

/// <summary>
/// The field <c>Listening-Configs</c>: <c>dataId ␂ group ␂ md5 [␂ tenant] ␁</c>, again and again; 1.x clients write no tenant.
/// Protocol source: Nacos 3.1 <c>MD5Util.getClientMd5Map</c>, <c>ConfigListenerHttpParamExtractor</c>.
/// </summary>
internal static class ListeningConfigs
{
    public const string Field = "Listening-Configs";
    public const char WordEnd = '\u0002';
    public const char EntryEnd = '\u0001';
    public const int MaxEntries = 10_000;

    private const int MaxWords = 4;

    /// <summary>The form was decoded once; the reference decodes once more. Separators survive that, so it does no harm to who encodes once.</summary>
    /// <returns>Null when the field is missing, blank or has a broken escape.</returns>
    public static string? Decode(string? field) => string.IsNullOrWhiteSpace(field) || UrlEncoded.Decode(field) is not { } text || string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>A name that the parameter check refuses. What is no entry at all is left to <see cref="TryParse"/>.</summary>
    public static string? Check(NacosParameters parameters)
    {
        if (Decode(parameters[Field]) is not { } text) return null;
        Span<Range> words = stackalloc Range[MaxWords + 1];
        foreach (var range in text.AsSpan().Split(EntryEnd))
        {
            var entry = text.AsSpan(range);
            var count = entry.Split(words, WordEnd);
            var problem = NameRules.DataIdProblem(entry[words[0]].ToString())
                ?? (count > 1 ? NameRules.GroupProblem(entry[words[1]].ToString()) : null)
                ?? (count > 3 ? NameRules.NamespaceProblem(entry[words[3]].ToString()) : null);
            if (problem is not null) return problem;
        }
        return null;
    }

    /// <summary>A config that is named twice counts once, with what was said last. A last entry without its end is not read, but must be one.</summary>
    public static bool TryParse(string text, out IReadOnlyList<ListeningConfig> entries)
    {
        var read = new List<ListeningConfig>();
        entries = read;
        Dictionary<ConfigKey, int>? positions = null;
        Span<Range> words = stackalloc Range[MaxWords + 1];
        var rest = text.AsSpan();
        while (rest.IndexOf(EntryEnd) is var end && end >= 0)
        {
            var entry = rest[..end];
            rest = rest[(end + 1)..];
            var count = entry.Split(words, WordEnd);
            if (count is < 3 or > MaxWords || !IsEntry(entry, words, count)) return false;
            var config = new ListeningConfig(
                entry[words[0]].ToString(), entry[words[1]].ToString(), entry[words[2]].ToString(), count > 3 ? entry[words[3]].ToString() : null);
            positions ??= [];
            if (positions.TryGetValue(config.Key, out var at)) read[at] = config;
            else if (read.Count == MaxEntries) return false;
            else Add(config, read, positions);
        }
        return rest.IsEmpty || IsEntry(rest, words, rest.Split(words, WordEnd));
    }

    private static void Add(ListeningConfig config, List<ListeningConfig> read, Dictionary<ConfigKey, int> positions)
    {
        positions.Add(config.Key, read.Count);
        read.Add(config);
    }

    /// <summary>At least a dataId and a group, at most four words.</summary>
    private static bool IsEntry(ReadOnlySpan<char> entry, ReadOnlySpan<Range> words, int count) =>
        count is >= 2 and <= MaxWords && !entry[words[0]].IsWhiteSpace() && !entry[words[1]].IsWhiteSpace();
}
