using System.Collections;

namespace Batata.Host.Settings;

/// <summary>Fills the options from the sources, later ones winning: environment, command line.</summary>
internal static class SettingsLoader
{
    public static LoadedSettings Load(CommandLine command, IDictionary environment)
    {
        var options = new BatataOptions();
        var problems = new List<string>(command.Problems);
        var catalogue = Catalogue.Build();
        var variables = new Dictionary<string, string>();
        foreach (DictionaryEntry variable in environment) variables[RelaxedKey.OfVariable((string)variable.Key)] = (string?)variable.Value ?? "";
        var arguments = new Dictionary<string, string>();
        foreach (var (key, value) in command.Settings) arguments[RelaxedKey.Of(key)] = value;
        foreach (var setting in catalogue)
        {
            string? found = null;
            foreach (var key in setting.Aliases.Prepend(setting.Key))
            {
                if (arguments.Remove(RelaxedKey.Of(key), out var argument)) found = argument;
                else if (found is null && variables.TryGetValue(RelaxedKey.OfVariable(key), out var variable)) found = variable;
            }
            if (found is not null && setting.Bind(options, found) is { } expects) problems.Add($"{setting.Key} = \"{found}\": must be {expects}");
        }
        foreach (var key in arguments.Keys) Console.Error.WriteLine($"--{key}: unknown setting");
        if (command.Data is { } data) options.Cluster.DataPath = data;
        if (command.Dev || options.Server.AuthEnabled) options.Server.ListenAddress = System.Net.IPAddress.Loopback;
        options.Cluster.RaftPort = options.Server.RaftPort ?? options.Nacos.MainPort - 1000;
        return new(options, problems);
    }
}

/// <summary>The options, unless there are problems.</summary>
internal sealed record LoadedSettings(BatataOptions Options, IReadOnlyList<string> Problems);
