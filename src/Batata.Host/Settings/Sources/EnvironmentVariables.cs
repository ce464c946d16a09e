using System.Collections;

namespace Batata.Host.Settings.Sources;

/// <summary>The environment of the process, by exact name and by the relaxed spelling that settings are looked up with.</summary>
internal sealed class EnvironmentVariables
{
    private readonly Dictionary<string, string> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _nameByRelaxed = new(StringComparer.Ordinal);

    public EnvironmentVariables(IDictionary environment)
    {
        foreach (DictionaryEntry variable in environment)
        {
            // An empty variable is how compose files and unit files spell "not set".
            if (variable is not { Key: string name, Value: string { Length: > 0 } value } || IsServiceLink(name, value)) continue;
            _byName[name] = value;
            _nameByRelaxed[RelaxedKey.OfVariable(name)] = name;
        }
    }

    public IEnumerable<string> Names => _byName.Keys;

    public string? Get(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The variable that spells this key, such as <c>NACOS_SERVER_MAIN_PORT</c>; <c>NACOS_DB_URL</c> counts for <c>db.url</c>.</summary>
    public SettingValue? Find(string key)
    {
        var relaxed = RelaxedKey.OfVariable(key);
        if (!relaxed.StartsWith("nacos", StringComparison.Ordinal) && _nameByRelaxed.TryGetValue("nacos" + relaxed, out var name)) return ValueOf(key, name);
        return _nameByRelaxed.TryGetValue(relaxed, out name) ? ValueOf(key, name) : null;
    }

    public SettingValue ValueOf(string key, string name) => new(key, _byName[name], $"environment variable {name}");

    // Kubernetes sets NACOS_CONSOLE_PORT=tcp://10.0.0.7:8080 and its like in each pod beside a service of the name nacos-console; nobody said that to us.
    private static bool IsServiceLink(string name, string value) =>
        value.StartsWith("tcp://", StringComparison.Ordinal) || value.StartsWith("udp://", StringComparison.Ordinal)
        || name.EndsWith("_SERVICE_HOST", StringComparison.Ordinal) && name != "MYSQL_SERVICE_HOST"
        || name.Contains("_SERVICE_PORT", StringComparison.Ordinal) && name != "MYSQL_SERVICE_PORT"
        || name.Contains("_TCP_", StringComparison.Ordinal) || name.Contains("_UDP_", StringComparison.Ordinal);
}
