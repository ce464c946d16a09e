using Batata.Application.Configs;

namespace Batata.Api.Nacos.Configs.Transfer;

/// <summary>Why nothing of an import is done. Protocol source: Nacos 3.1 <c>ResultCodeEnum</c>, <c>ErrorCode</c>.</summary>
internal enum ImportProblem
{
    None,
    NamespaceMissing,
    MetadataIllegal,
    Unreadable,
    Empty,
    NothingSelected,
}

/// <summary>What of an archive can be stored, and what is not understood. Protocol source: Nacos 3.1 <c>ConfigControllerV3.parseImportDataV2</c>, <c>ConfigController.parseImportData</c>.</summary>
internal sealed record ImportPlan(ImportProblem Problem, IReadOnlyList<ImportedConfig> Items, IReadOnlyList<string> Unrecognized)
{
    public const string OldMetadata = ".meta.yml";

    public static ImportPlan Refused(ImportProblem problem) => new(problem, [], []);

    /// <summary>The layout with <c>.metadata.yml</c>, at any place in the archive.</summary>
    /// <param name="words">How it says that one half is missing.</param>
    /// <param name="takeTags">Only v1 does.</param>
    public static ImportPlan Of(ConfigArchive archive, ImportWords words, bool takeTags)
    {
        if (ConfigMetadata.Read(archive.Texts[ConfigMetadata.FileName]) is not { Count: > 0 } metadata || !metadata.All(static item => item.IsWhole))
            return Refused(ImportProblem.MetadataIllegal);
        var known = metadata.Select(static item => (item.Group!, item.DataId!)).ToHashSet();
        var unrecognized = new List<string>();
        foreach (var name in archive.Texts.Keys)
        {
            if (name == ConfigMetadata.FileName) continue;
            if (Split(name) is not { } entry) unrecognized.Add(name);
            else if (!known.Contains(entry)) unrecognized.Add(words.NotInMetadata + name);
        }
        var items = new List<ImportedConfig>();
        foreach (var item in metadata)
        {
            var name = $"{item.Group}/{item.DataId}";
            if (archive.Texts.TryGetValue(name, out var content))
                items.Add(new ImportedConfig(item.DataId!, item.Group!, content, null, item.AppName, item.Type, item.Desc, takeTags && item.ConfigTags is { } tags ? ConfigV1.Parts(tags) : null));
            else unrecognized.Add(words.NotInFile + name);
        }
        return new ImportPlan(items.Count == 0 ? ImportProblem.Empty : ImportProblem.None, items, unrecognized);
    }

    /// <summary>The layout of 1.x: perhaps a <c>.meta.yml</c> with the names of applications, and no types.</summary>
    public static ImportPlan OfOldLayout(ConfigArchive archive)
    {
        var apps = new Dictionary<string, string>(StringComparer.Ordinal);
        if (archive.Texts.TryGetValue(OldMetadata, out var lines))
        {
            foreach (var line in lines.Split("\r\n").SkipLastEmpty())
            {
                if (line.Split('=') is not [var name, var app]) return Refused(ImportProblem.MetadataIllegal);
                apps[name] = app;
            }
        }
        var items = new List<ImportedConfig>();
        var unrecognized = new List<string>();
        foreach (var (name, content) in archive.Texts)
        {
            if (name == OldMetadata) continue;
            if (Split(name) is not var (group, dataId)) unrecognized.Add(name);
            else items.Add(new ImportedConfig(dataId, group, content, null, apps.GetValueOrDefault(OldName(group, dataId)), null, null, null));
        }
        return new ImportPlan(items.Count == 0 ? ImportProblem.Empty : ImportProblem.None, items, unrecognized);
    }

    /// <summary><c>app.yml</c> of group G stands as <c>G.app~yml.app</c>.</summary>
    public static string OldName(string group, string dataId)
    {
        var dot = dataId.LastIndexOf('.');
        return $"{group}.{(dot < 0 ? dataId : $"{dataId[..dot]}~{dataId[(dot + 1)..]}")}.app";
    }

    private static (string Group, string DataId)? Split(string name) => name.Split('/') is [var group, var dataId] ? (group, dataId) : null;
}

/// <summary>The admin API says it in English, v1 and the console in Chinese.</summary>
internal sealed record ImportWords(string NotInMetadata, string NotInFile)
{
    public static ImportWords English { get; } = new("Item not found in metadata: ", "Item not found in file: ");

    public static ImportWords Chinese { get; } = new("未在元数据中找到: ", "未在文件中找到: ");
}

file static class Lines
{
    /// <summary>As Java splits: nothing comes after the last line end.</summary>
    public static IEnumerable<string> SkipLastEmpty(this string[] lines) => lines.Length > 0 && lines[^1].Length == 0 ? lines.Take(lines.Length - 1) : lines;
}
