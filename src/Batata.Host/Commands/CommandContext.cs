using System.CommandLine;
using Batata.Host.Settings;
using Batata.Host.Settings.Sources;

namespace Batata.Host.Commands;

/// <summary>What all commands share: options that each takes, the settings as the server would read them, and where to print.</summary>
/// <param name="settings">What was said as <c>--key=value</c>.</param>
internal sealed class CommandContext(IReadOnlyList<string> settings, TextWriter output, TextWriter error)
{
    private readonly Option<string?> _conf = new("--conf") { Description = "Settings file or folder, as the server is started with.", HelpName = "PATH", Recursive = true };
    private readonly Option<string?> _data = new("--data") { Description = "Data folder, where it is not the one of the settings.", HelpName = "PATH", Recursive = true };
    private readonly Option<bool> _json = new("--json") { Description = "Print the result as one JSON document.", Recursive = true };

    public IEnumerable<Option> Options => [_conf, _data, _json];

    public CommandOutput Output(ParseResult line) => new(output, error, line.GetValue(_json));

    /// <summary>The data folder as it was said on this command line; null when only the settings, or nothing, name one.</summary>
    public string? SaidData(ParseResult line) => line.GetValue(_data);

    /// <summary>All the server would know: files, environment, command line. Its problems are for the caller to judge: most commands need few of the settings.</summary>
    /// <exception cref="CommandFailedException">Something on the command line is not understood.</exception>
    public LoadedSettings Settings(ParseResult line)
    {
        var command = CommandLine.Parse([.. settings, .. Pair("--conf", line.GetValue(_conf)), .. Pair("--data", line.GetValue(_data))]);
        if (command.Problems.Count > 0) throw new CommandFailedException(string.Join('\n', command.Problems), ExitCodes.Usage);
        return SettingsLoader.Load(command, new EnvironmentVariables(Environment.GetEnvironmentVariables()));
    }

    private static IEnumerable<string> Pair(string key, string? value) => value is null ? [] : [$"{key}={value}"];
}
