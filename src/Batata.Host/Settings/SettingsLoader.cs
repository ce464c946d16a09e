using Batata.Api.Consul.Agent.Files;
using Batata.Host.Settings.Catalogue;
using Batata.Host.Settings.Sources;

namespace Batata.Host.Settings;

/// <summary>Fills the options from all sources, later ones winning: files, environment, command line. Never throws for what somebody wrote: it collects the problems.</summary>
internal sealed class SettingsLoader
{
    private readonly KeyIndex _index;
    private readonly EnvironmentVariables _environment;
    private readonly CommandLine _command;
    private readonly Dictionary<string, Said> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SettingValue> _raw = new(StringComparer.Ordinal);
    private readonly LoadedSettings _result = new();

    private SettingsLoader(SettingCatalogue catalogue, CommandLine command, EnvironmentVariables environment)
    {
        _index = new(catalogue.All);
        _command = command;
        _environment = environment;
    }

    public static LoadedSettings Load(CommandLine command, EnvironmentVariables environment) =>
        new SettingsLoader(new SettingCatalogue(), command, environment).Load();

    private LoadedSettings Load()
    {
        _result.Problems.AddRange(_command.Problems);
        try
        {
            foreach (var file in ConfFiles.Read(_command.Conf)) Take(file);
        }
        catch (SettingSourceException broken)
        {
            _result.Problems.Add(broken.Message);
        }
        Take(DockerVariables.Read(_environment));
        Take(VariableReader.Read(_environment, _index, _result));
        Take(_command.Values);
        TakeConsulFile();
        foreach (var said in _said.Values) Apply(said);
        SettingValue? WhoSaid(string key) => _said.GetValueOrDefault(key)?.Value;
        PortRules.Apply(_result);
        _result.Options.Nacos.ConfFolder = ConfFiles.Folder(_command.Conf);
        PeerRules.Apply(_result, ConfFiles.Folder(_command.Conf), WhoSaid);
        SealRules.Apply(_result);
        AuthRules.Apply(_result, _command.Dev, WhoSaid);
        TlsRules.Apply(_result, WhoSaid, TimeProvider.System.GetUtcNow());
        if (_result.Options.Server.Standalone) _result.Options.Cluster.Self = OwnMember.Alone(_result.Options);
        FrontRules.Apply(_result.Options);
        return _result;
    }

    private void Take(IEnumerable<SettingValue> source)
    {
        var ranks = new Dictionary<string, int>();
        foreach (var value in source)
        {
            _raw[RelaxedKey.Of(value.Key)] = value;
            if (_index.Find(value.Key) is not { } match)
            {
                var near = NearestKey.Find(value.Key, _index.Names);
                _result.Warnings.Add($"Unknown setting {value.Key} ({value.Origin}){(near is null ? "." : $"; did you mean {near}?")}");
                continue;
            }
            var name = match.NameStart > 0 ? value.Key[match.NameStart..] : match.Key.Key;
            var place = match.NameStart > 0 ? RelaxedKey.Of(value.Key) : match.Key.Key;
            if (ranks.TryGetValue(place, out var rank) && rank < match.Rank) continue;
            ranks[place] = match.Rank;
            _said[place] = new(match.Key, name, value);
        }
    }

    /// <summary>Below all others: what somebody says in a setting goes before what stands in a file of Consul.</summary>
    private void TakeConsulFile()
    {
        if (_said.GetValueOrDefault("batata.consul.config-file")?.Value.Text is not { Length: > 0 } text || Placeholders.Resolve(text, Lookup).Value is not { } path) return;
        try
        {
            var scripts = _said.GetValueOrDefault("batata.consul.enable-script-checks")?.Value.Text;
            var file = ConsulFile.Parse(File.ReadAllBytes(path), scripts is not null && SettingTypes.ParseSwitch(scripts) == true);
            foreach (var (name, key, value) in file.Settings)
            {
                if (_index.Find(key) is { } match) _said.TryAdd(match.Key.Key, new(match.Key, match.Key.Key, new(key, value, $"{path}: {name}")));
            }
            _result.Options.AgentChecks.RunsScripts = file.RunsLocalScripts;
            _result.Problems.AddRange(file.Problems.Select(problem => $"{path}: {problem}"));
            if (file.Unused.Count > 0) _result.Warnings.Add($"{path}: these have no meaning here: {string.Join(", ", file.Unused)}.");
        }
        catch (Exception broken) when (broken is FormatException or IOException or UnauthorizedAccessException)
        {
            _result.Problems.Add($"batata.consul.config-file = \"{path}\": {broken.Message}");
        }
    }

    private void Apply(Said said)
    {
        if (said.Key is Setting setting) Bind(setting, said);
        else Judge((ForeignKey)said.Key, said.Value);
    }

    private void Bind(Setting setting, Said said)
    {
        if (said.Value.Text is null || (said.Value.Text.Length == 0 && !setting.AllowsEmpty)) return;
        var (text, problem) = Placeholders.Resolve(said.Value.Text, Lookup);
        if (text is { Length: 0 } && !setting.AllowsEmpty) return;
        problem ??= setting.Bind(_result.Options, text!, said.Name);
        if (problem is null) return;
        var shown = setting.Secret ? "" : $" = \"{text ?? said.Value.Text}\"";
        _result.Problems.Add($"{KeyOf(setting, said)}{shown}: {problem} ({said.Value.Origin})");
    }

    private void Judge(ForeignKey key, SettingValue value)
    {
        var (text, problem) = Placeholders.Resolve(value.Text ?? "", Lookup);
        var harmless = text is { Length: 0 } || key.Harmless.Contains(text, StringComparer.OrdinalIgnoreCase);
        if (key.Effect == ForeignEffect.Refuse && !harmless) _result.Problems.Add($"{value.Key}: {problem ?? key.Remark} ({value.Origin})");
        else if (key.Effect == ForeignEffect.Warn && !harmless && problem is null) _result.Warnings.Add($"{value.Key} ({value.Origin}) has no effect: {key.Remark}.");
        else if (key.Effect != ForeignEffect.Refuse) _result.Notes.Add($"{value.Key} ({value.Origin}): {key.Remark}.");
    }

    private string? Lookup(string name) => _raw.TryGetValue(RelaxedKey.Of(name), out var value) ? value.Text ?? "" : _environment.Get(name) ?? _environment.Find(name)?.Text;

    private static string KeyOf(Setting setting, Said said) =>
        RelaxedKey.Of(said.Value.Key) == RelaxedKey.Of(setting.Key) || setting.IsPattern ? said.Value.Key : $"{said.Value.Key} (now {setting.Key})";

    private sealed record Said(KnownKey Key, string Name, SettingValue Value);
}
