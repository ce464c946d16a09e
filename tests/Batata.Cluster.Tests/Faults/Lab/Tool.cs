using System.Diagnostics;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>Programs of the system that make and undo the laboratory: <c>ip</c>, <c>nft</c>, <c>mount</c>.</summary>
internal static class Tool
{
    /// <param name="input">For standard input.</param>
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It is missing or failed; the message says what it wrote.</exception>
    public static string Run(string program, string arguments, string? input = null)
    {
        var (code, output, error) = Start(program, arguments, input);
        return code == 0 ? output : throw new InvalidOperationException($"{program} {arguments}{(input is null ? "" : $" <<< {input}")} failed with {code}: {error.Trim()}{output.Trim()}");
    }

    /// <summary>For what may be gone already.</summary>
    public static string Try(string program, string arguments) => Start(program, arguments, null).Output;

    private static (int Code, string Output, string Error) Start(string program, string arguments, string? input)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InvalidOperationException($"{program} is missing: run eng/prerequisites.sh", e);
        }
        using (process)
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.Result);
        }
    }
}
