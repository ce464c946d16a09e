namespace Batata.Host.Commands;

/// <summary>
/// Tells a command from the start of the server, without a look at any command: a start must not pay for them. A word in front is a command,
/// and <c>run</c>, which may be left out, is the server.
/// </summary>
internal static class CommandNames
{
    private const string Run = "run";

    public static bool IsCommand(string[] args) => StartsWithWord(args) && args[0] != Run;

    /// <summary>The arguments of the server.</summary>
    public static ReadOnlySpan<string> OfServer(string[] args) => StartsWithWord(args) ? args.AsSpan(1) : args;

    private static bool StartsWithWord(string[] args) => args.Length > 0 && !args[0].StartsWith('-');
}
