using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Batata.Load.Measures;

namespace Batata.Load.Drivers;

/// <summary>Runs wrk with one thread: the machine's other core is the server's.</summary>
internal sealed partial class Wrk(string scriptFolder)
{
    public static void Check()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("wrk", "--version") { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new LoadException("wrk is not installed (Debian: apt-get install wrk).", e);
        }
    }

    /// <returns>Requests per second, and how many there were.</returns>
    /// <exception cref="LoadException">wrk failed, or an answer was not 2xx.</exception>
    public async Task<Slice> RunAsync(
        IPEndPoint server, string path, int connections, int seconds, CancellationToken cancellationToken, string? script = null, params (string Name, string Value)[] variables)
    {
        List<string> arguments =
            ["-t1", $"-c{connections}", $"-d{seconds}s", "--timeout", "10s", $"http://{server}{path}"];
        if (script is not null) arguments.AddRange(["-s", Unpack(script)]);
        var info = new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) info.Environment[name] = value;
        using var process = Process.Start(info)!;
        var error = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken) + await error;
        await process.WaitForExitAsync(cancellationToken);
        var (count, rate) = (CountPattern().Match(output), RatePattern().Match(output));
        if (process.ExitCode != 0 || !rate.Success || !count.Success || output.Contains("Non-2xx", StringComparison.Ordinal))
            throw new LoadException($"wrk {string.Join(' ', arguments)} went wrong:\n{output}");
        if (SocketErrorPattern().Match(output) is { Success: true } errors) Console.Error.WriteLine($"  {errors.Value.Trim()}");
        return new Slice(Number(rate), Number(count));

        static double Number(Match match) => double.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
    }

    private string Unpack(string script)
    {
        var file = Path.Combine(scriptFolder, script);
        if (File.Exists(file)) return file;
        using var source = typeof(Wrk).Assembly.GetManifestResourceStream(script)!;
        using var target = File.Create(file);
        source.CopyTo(target);
        return file;
    }

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RatePattern();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex CountPattern();

    [GeneratedRegex("Socket errors:.*")]
    private static partial Regex SocketErrorPattern();
}
