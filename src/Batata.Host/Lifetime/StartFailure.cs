using System.Net.Sockets;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Persistence;

namespace Batata.Host.Lifetime;

/// <summary>Says on standard error why there is no server, in one line a reason.</summary>
internal static class StartFailure
{
    public const int ExitCode = 1;

    public static int Report(IReadOnlyList<string> problems)
    {
        if (problems.Count == 1) return Report(problems[0]);
        Console.Error.WriteLine($"batata: cannot start, for {problems.Count} reasons:");
        foreach (var problem in problems) Console.Error.WriteLine($"  {problem}");
        return ExitCode;
    }

    public static int Report(string problem)
    {
        Console.Error.WriteLine($"batata: cannot start: {problem}");
        return ExitCode;
    }

    public static int Report(Exception failure)
    {
        var cause = failure is AggregateException { InnerExceptions: [var only] } ? only : failure;
        if (SpeaksForItself(cause)) return Report(cause.Message);
        // A bug: whoever reports it needs the whole of it.
        return Report(cause.ToString());
    }

    public static bool SpeaksForItself(Exception failure) =>
        failure is StartRefusedException or StateDatabaseException or DataFolderException or IOException or UnauthorizedAccessException or SocketException;
}
