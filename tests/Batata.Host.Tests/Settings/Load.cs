using Batata.Host.Settings;
using Batata.Host.Settings.Sources;

namespace Batata.Host.Tests.Settings;

/// <summary>Loads settings from given sources and nothing else.</summary>
internal static class Load
{
    /// <param name="conf">File or folder; null for no file.</param>
    /// <param name="environment">Name=value.</param>
    public static LoadedSettings With(string? conf = null, string[]? environment = null, params string[] arguments)
    {
        var variables = (environment ?? []).ToDictionary(static pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)], static pair => pair[(pair.IndexOf('=', StringComparison.Ordinal) + 1)..]);
        var command = CommandLine.Parse(conf is null ? arguments : ["--conf", conf, .. arguments]);
        return SettingsLoader.Load(command, new EnvironmentVariables(variables));
    }
}
