namespace Batata.Host.Settings.Sources;

/// <summary>Environment variables that spell a setting in upper case with underscores. Any other variable is somebody else's.</summary>
internal static class VariableReader
{
    private static readonly string[] OurPrefixes = ["NACOS_", "BATATA_"];

    public static List<SettingValue> Read(EnvironmentVariables environment, KeyIndex index, LoadedSettings result)
    {
        var values = new List<SettingValue>();
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in index.Names)
        {
            if (environment.Find(key) is not { } value) continue;
            values.Add(value);
            used.Add(value.Origin);
        }
        foreach (var name in environment.Names)
        {
            var value = environment.ValueOf(name, name);
            if (used.Contains(value.Origin) || DockerVariables.Knows(name)) continue;
            if (ByPattern(name, index) is { } key) values.Add(value with { Key = key });
            else if (Array.Exists(OurPrefixes, prefix => name.StartsWith(prefix, StringComparison.Ordinal))) Warn(name, index, result);
        }
        return values;
    }

    // NACOS_CORE_AUTH_LDAP_URL is nacos.core.auth.ldap.url by nacos.core.auth.*: a dot for each underscore, as Spring reads maps.
    private static string? ByPattern(string name, KeyIndex index)
    {
        foreach (var pattern in index.Patterns)
        {
            var prefix = pattern.Prefix.Replace('.', '_').Replace('-', '_');
            if (name.Length > prefix.Length && name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && !char.IsLower(name[0]))
                return pattern.Prefix + name[prefix.Length..].ToLowerInvariant().Replace('_', '.');
        }
        return null;
    }

    private static void Warn(string name, KeyIndex index, LoadedSettings result)
    {
        var written = name.Replace('_', '.').ToLowerInvariant();
        var near = NearestKey.Find(written, index.Names.Select(static key => key.Replace('-', '.')));
        var variable = near?.Replace('.', '_').ToUpperInvariant();
        result.Warnings.Add($"Environment variable {name} is not a known setting{(variable is null ? "." : $"; did you mean {variable}?")}");
    }
}
