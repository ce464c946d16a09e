namespace Batata.Host.Commands;

/// <summary>Commands take every setting as the server does: what looks like one is taken out before the command line is parsed.</summary>
internal static class SettingArguments
{
    /// <returns>Settings, <c>--key=value</c> with a dot in the key or <c>-Dkey=value</c>; and the others.</returns>
    public static (List<string> Settings, List<string> Others) Split(IEnumerable<string> args)
    {
        var (settings, others) = (new List<string>(), new List<string>());
        foreach (var argument in args) (IsSetting(argument) ? settings : others).Add(argument);
        return (settings, others);
    }

    private static bool IsSetting(string argument)
    {
        var equals = argument.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0) return false;
        var key = argument.AsSpan(0, equals);
        return key.StartsWith("-D", StringComparison.Ordinal) || (key.StartsWith("--", StringComparison.Ordinal) && key.Contains('.'));
    }
}
