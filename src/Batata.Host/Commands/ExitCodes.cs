namespace Batata.Host.Commands;

/// <summary>How a command ended, for scripts. Part of the interface: docs/operations.md lists them.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>It could not be done, or was refused; standard error says why.</summary>
    public const int Failed = 1;

    /// <summary>The command line or the settings are wrong: nothing was tried.</summary>
    public const int Usage = 2;

    /// <summary>The node does not answer, or does not let this caller in.</summary>
    public const int Unreachable = 3;

    /// <summary>It was done, and something was found that someone must look at.</summary>
    public const int Found = 4;

    /// <summary>128 + 2, as shells report a death by SIGINT.</summary>
    public const int Interrupted = 130;
}

/// <summary>A command ends here, for a reason that a person can act on. The message says all there is to say.</summary>
internal sealed class CommandFailedException(string message, int exitCode = ExitCodes.Failed) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
