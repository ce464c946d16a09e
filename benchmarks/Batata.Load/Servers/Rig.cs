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
        string[] arguments = ["--data", dataFolder, $"--nacos.server.main.port={port}", "--nacos.core.auth.enabled=false", "--batata.listen-address=127.0.0.1", $"--nacos.console.port={port + 1}", $"--batata.consul.port={port + 2}", "--batata.consul.dns.port=0"];
        return Server.StartAsync("batata", publisher.Batata, arguments, port, port + 1000, _work, cancellationToken);
    }

    /// <summary>Three nodes of one cluster, new and empty, 20 ports apart.</summary>
    public async Task<IReadOnlyList<Server>> StartClusterAsync(CancellationToken cancellationToken)
    {
        int[] ports = [options.Port + 20, options.Port + 40, options.Port + 60];
        var members = string.Join(',', ports.Select(static port => $"127.0.0.1:{port}"));
        var starting = ports.Select(port => Server.StartAsync(
            $"batata{port}",
            publisher.Batata,
            [
                "--data", NewDataFolder(), $"--nacos.server.main.port={port}", "--nacos.core.auth.enabled=false", $"--nacos.console.port={port + 1}",
                $"--batata.consul.port={port + 2}", "--batata.consul.dns.port=0", "--nacos.standalone=false", $"--nacos.member.list={members}", "--batata.cluster.secret=only for this measure",
            ],
            port,
            port + 1000,
            _work,
            cancellationToken)).ToList();
        try
        {
            return await Task.WhenAll(starting);
        }
        catch
        {
            foreach (var one in starting)
            {
                if (one.IsCompletedSuccessfully) await (await one).DisposeAsync();
            }
            throw;
        }
    }

    public string NewDataFolder() => Path.Combine(_work, $"data{++_folders}");

    public void Dispose() => Directory.Delete(_work, recursive: true);
}
