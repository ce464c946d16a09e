using System.Diagnostics;
using System.Text;

namespace Batata.Testing.Programs;

/// <summary>What a program that ran to its end said.</summary>
public sealed record ProgramRun(int ExitCode, string Output)
{
    /// <summary>Runs a program to its end; standard output and error are kept together.</summary>
    /// <exception cref="TimeoutException">It was killed after <paramref name="patience"/>; the message holds what it had written.</exception>
    public static async Task<ProgramRun> OfAsync(
        string program, IEnumerable<string> arguments, TimeSpan patience, string? folder = null, CancellationToken cancellationToken = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder ?? string.Empty,
        };
        var output = new StringBuilder();
        void Keep(object sender, DataReceivedEventArgs e)
        {
            lock (output)
                output.AppendLine(e.Data);
        }

        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TimeoutException($"{program} did not end in {patience}:\n{output}");
        }

        return new ProgramRun(process.ExitCode, output.ToString());
    }
}
