namespace Batata.Host.Settings.Sources;

/// <summary>The settings files: <c>application.yml</c> of ours and <c>application.properties</c> of a Nacos installation.</summary>
internal static class ConfFiles
{
    private const string DefaultFolder = "conf";

    // Later wins: with Spring too, properties beat YAML in one folder.
    private static readonly string[] Names = ["application.yaml", "application.yml", "application.properties"];

    /// <param name="path">A file, or a folder that holds files of the usual names; null for <c>conf/</c>, which may be missing.</param>
    /// <returns>A source for each file.</returns>
    /// <exception cref="SettingSourceException">A file that was asked for is missing, unreadable or broken.</exception>
    public static List<List<SettingValue>> Read(string? path)
    {
        if (path is not null && !Directory.Exists(path)) return [ReadFile(path)];
        var sources = new List<List<SettingValue>>();
        foreach (var name in Names)
        {
            var file = Path.Combine(path ?? DefaultFolder, name);
            if (File.Exists(file)) sources.Add(ReadFile(file));
        }
        if (sources.Count == 0 && path is not null) throw new SettingSourceException($"{path}: holds no {Names[1]} and no {Names[2]}");
        return sources;
    }

    /// <summary>Where other files of the settings are looked for.</summary>
    public static string Folder(string? path) =>
        path is null ? DefaultFolder : Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path)) ?? DefaultFolder;

    private static List<SettingValue> ReadFile(string file)
    {
        try
        {
            using var text = new StreamReader(file);
            return Path.GetExtension(file).Equals(".properties", StringComparison.OrdinalIgnoreCase) ? PropertiesFile.Parse(text, file) : YamlFile.Parse(text, file);
        }
        catch (Exception failed) when (failed is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SettingSourceException($"{file}: there is no such file");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new SettingSourceException($"{file}: cannot be read: {failed.Message}");
        }
    }
}
