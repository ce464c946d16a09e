namespace Batata.Host.Settings;

/// <summary>The arguments: a few switches of the program, and any setting as <c>--key=value</c> or <c>--key value</c>.</summary>
internal sealed class CommandLine
{
    public string? Conf { get; private set; }

    public string? Data { get; private set; }

    public bool Dev { get; private set; }

    public Dictionary<string, string> Settings { get; } = [];

    public List<string> Problems { get; } = [];

    public static CommandLine Parse(ReadOnlySpan<string> args)
    {
        var line = new CommandLine();
        for (var at = 0; at < args.Length; at++)
        {
            var argument = args[at];
            if (!argument.StartsWith("--", StringComparison.Ordinal))
            {
                line.Problems.Add($"{argument}: not understood; settings look like --key=value");
                continue;
            }
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? argument[2..] : argument[2..equals];
            if (key == "dev")
            {
                line.Dev = true;
                continue;
            }
            string value;
            if (equals >= 0) value = argument[(equals + 1)..];
            else if (at + 1 < args.Length) value = args[++at];
            else
            {
                line.Problems.Add($"--{key}: a value is missing");
                continue;
            }
            line.Take(key, value);
        }
        return line;
    }

    private void Take(string key, string value)
    {
        switch (key)
        {
            case "conf": Conf = value; break;
            case "data": Data = value; break;
            default: Settings[key] = value; break;
        }
    }
}
