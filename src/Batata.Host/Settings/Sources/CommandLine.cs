namespace Batata.Host.Settings.Sources;

/// <summary>The arguments: a few options of the program, and any setting as <c>--key=value</c>, <c>--key value</c> or, as in Nacos' start scripts, <c>-Dkey=value</c>.</summary>
internal sealed class CommandLine
{
    public const string Origin = "command line";

    public bool Help { get; private set; }

    public bool Version { get; private set; }

    public bool Dev { get; private set; }

    /// <summary>Settings file or folder; null when not said.</summary>
    public string? Conf { get; private set; }

    public List<SettingValue> Values { get; } = [];

    public List<string> Problems { get; } = [];

    public static CommandLine Parse(params ReadOnlySpan<string> args)
    {
        var line = new CommandLine();
        for (var at = 0; at < args.Length; at++)
        {
            var argument = args[at];
            if (line.TakeFlag(argument)) continue;
            var start = argument.StartsWith("--", StringComparison.Ordinal) || argument.StartsWith("-D", StringComparison.Ordinal) ? 2 : 0;
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? argument[start..] : argument[start..equals];
            if (start == 0 || key.Length == 0)
            {
                line.Problems.Add($"{argument}: not understood; settings look like --key=value, and --help lists them");
                continue;
            }
            var value = equals >= 0 ? argument[(equals + 1)..] : null;
            if (value is null && at + 1 < args.Length && !args[at + 1].StartsWith('-')) value = args[++at];
            line.Take(key, value);
        }
        return line;
    }

    private bool TakeFlag(string argument)
    {
        switch (argument)
        {
            case "--help" or "-h" or "-?": return Help = true;
            case "--version" or "-v": return Version = true;
            case "--dev": return Dev = true;
            default: return false;
        }
    }

    private void Take(string key, string? value)
    {
        if (key is "conf" or "data" && value is null or "") Problems.Add($"--{key}: a path is missing");
        else if (key == "conf") Conf = value;
        else if (key == "data") Values.Add(new("batata.data-path", value, Origin));
        else if (!key.Contains('.', StringComparison.Ordinal) && NearestKey.Find(key, ["conf", "data", "dev", "help", "version"]) is { } option)
            Problems.Add($"--{key}: unknown option; did you mean --{option}?");
        else Values.Add(new(key, value ?? "true", Origin));
    }
}
