namespace Batata.Testing.Nodes;

/// <summary>Finds the built server that belongs to the running tests: same checkout, same configuration.</summary>
public static class NodeProgram
{
    public static string RepositoryRoot { get; } = FindRoot();

    public static string HostDll { get; } = FindHost();

    /// <summary>The .NET host that runs the tests runs the server too.</summary>
    public static string Dotnet => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Batata.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No Batata.sln above {AppContext.BaseDirectory}.");
    }

    private static string FindHost()
    {
        // …/tests/<project>/bin/<configuration>/<framework>/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var dll = Path.Combine(RepositoryRoot, "src", "Batata.Host", "bin", output.Parent!.Name, output.Name, "batata.dll");
        return File.Exists(dll) ? dll : throw new InvalidOperationException($"The server is not built: {dll} is missing.");
    }
}
