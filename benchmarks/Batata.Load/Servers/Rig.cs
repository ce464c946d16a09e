namespace Batata.Load.Servers;

/// <summary>Starts the two programs with settings that are alike: loopback, no authorization, logs away from the terminal.</summary>
internal sealed class Rig(Publisher publisher, LoadOptions options) : IDisposable
{
    private readonly string _work = Directory.CreateTempSubdirectory("batata-load-").FullName;
    private int _folders;

    public Task<Server> StartBaselineAsync(CancellationToken cancellationToken) =>
        Server.StartAsync("baseline", publisher.Baseline, [$"{options.Port}"], options.Port, options.Port + 1000, _work, cancellationToken);

    /// <param name="dataFolder">From <see cref="NewDataFolder"/>: empty, or left by an earlier start.</param>
    public Task<Server> StartBatataAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var port = options.Port + 10;
        string[] arguments = ["--data", dataFolder, $"--nacos.server.main.port={port}", "--nacos.core.auth.enabled=false", "--batata.listen-address=127.0.0.1", $"--nacos.console.port={port + 1}", $"--batata.consul.port={port + 2}"];
        return Server.StartAsync("batata", publisher.Batata, arguments, port, port + 1000, _work, cancellationToken);
    }

    public string NewDataFolder() => Path.Combine(_work, $"data{++_folders}");

    public void Dispose() => Directory.Delete(_work, recursive: true);
}
