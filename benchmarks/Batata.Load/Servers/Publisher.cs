using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Batata.Load.Servers;

/// <summary>Builds what is measured: ReadyToRun publishes of both programs, as a user would run them.</summary>
internal sealed class Publisher(string repository)
{
    public string OutputFolder { get; } = Path.Combine(repository, "artifacts", "load");

    public string Baseline => Path.Combine(OutputFolder, "baseline", "batata-baseline");

    public string Batata => Path.Combine(OutputFolder, "batata", "batata");

    public static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Batata.sln"))) return folder.FullName;
        }
        throw new LoadException($"{AppContext.BaseDirectory} is not inside the repository.");
    }

    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        await PublishAsync(Path.Combine("benchmarks", "Batata.Baseline"), "baseline", cancellationToken);
        await PublishAsync(Path.Combine("src", "Batata.Host"), "batata", cancellationToken);
    }

    public void Check()
    {
        foreach (var program in (string[])[Baseline, Batata])
        {
            if (!File.Exists(program)) throw new LoadException($"{program} is missing: run once without --no-publish.");
        }
    }

    private async Task PublishAsync(string project, string name, CancellationToken cancellationToken)
    {
        Console.Error.WriteLine($"publishing {project} …");
        string[] arguments =
        [
            "publish", Path.Combine(repository, project), "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "--self-contained", "false",
            "-p:PublishReadyToRun=true", "-o", Path.Combine(OutputFolder, name), "-v", "quiet", "--nologo",
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new LoadException($"dotnet publish {project} failed:\n{output}");
    }
}
