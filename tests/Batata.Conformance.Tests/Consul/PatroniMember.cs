using System.Globalization;
using Batata.Testing.Nodes;
using Batata.Testing.Programs;

namespace Batata.Conformance.Tests.Consul;

/// <summary>One PostgreSQL under Patroni, with Batata for what it calls its DCS.</summary>
internal sealed class PatroniMember(string name, NodeProcess consul) : IAsyncDisposable
{
    private static readonly string _binaries = Path.GetDirectoryName(Directory.GetFiles("/usr/lib/postgresql", "initdb", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last())!;

    private readonly NodePorts _ports = NodePorts.Reserve();
    private readonly string _folder = Directory.CreateTempSubdirectory("batata-patroni-").FullName;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private RunningProgram? _patroni;

    public string Name => name;

    public string? Log => _patroni?.Log;

    public async Task StartAsync()
    {
        var file = Path.Combine(_folder, "patroni.yml");
        await File.WriteAllTextAsync(file, string.Create(CultureInfo.InvariantCulture, $$"""
            scope: batata
            name: {{name}}
            restapi: { listen: '127.0.0.1:{{_ports.Main}}', connect_address: '127.0.0.1:{{_ports.Main}}' }
            consul: { host: '127.0.0.1:{{consul.Ports.Consul}}', register_service: true }
            bootstrap:
              dcs: { ttl: 20, loop_wait: 1, retry_timeout: 5, maximum_lag_on_failover: 10485760, postgresql: { use_pg_rewind: false, use_slots: true } }
              initdb: [{ encoding: UTF8 }, { auth: trust }, no-sync]
              pg_hba: ['local all all trust', 'host all all 127.0.0.1/32 trust', 'host replication all 127.0.0.1/32 trust']
            postgresql:
              listen: '127.0.0.1:{{_ports.Console}}'
              connect_address: '127.0.0.1:{{_ports.Console}}'
              data_dir: '{{_folder}}/data'
              bin_dir: '{{_binaries}}'
              pgpass: '{{_folder}}/pgpass'
              authentication: { superuser: { username: postgres, password: x }, replication: { username: copy, password: x } }
              parameters: { unix_socket_directories: '{{_folder}}', shared_buffers: 16MB, max_connections: 20, fsync: 'off' }
            """));
        if (Environment.IsPrivilegedProcess) await ProgramRun.OfAsync("chown", ["-R", "postgres:postgres", _folder], TimeSpan.FromSeconds(10));
        _patroni = RunningProgram.Start("patroni", [file], _folder, user: "postgres");
    }

    /// <summary>Whether it says so itself: <c>primary</c>, <c>replica</c>.</summary>
    public async Task<bool> IsAsync(string role)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{_ports.Main}/{role}"));
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    public async Task<string> AskAsync(string sql)
    {
        var run = await ProgramRun.OfAsync(
            Path.Combine(_binaries, "psql"), ["-h", "127.0.0.1", "-p", _ports.Console.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-Atqc", sql], TimeSpan.FromSeconds(20));
        return run.ExitCode == 0 ? run.Output.Trim() : throw new InvalidOperationException(run.Output);
    }

    /// <summary>SIGKILL to Patroni and its PostgreSQL: as when a machine goes.</summary>
    public async Task KillAsync()
    {
        await _patroni!.KillAsync();
        await KillPostgresAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_patroni is not null) await _patroni.DisposeAsync();
        _http.Dispose();
        _ports.Dispose();
        await KillPostgresAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>PostgreSQL is no child of Patroni once it runs by itself.</summary>
    private async Task KillPostgresAsync()
    {
        var file = Path.Combine(_folder, "data", "postmaster.pid");
        if (!File.Exists(file) || !int.TryParse((await File.ReadAllLinesAsync(file))[0], CultureInfo.InvariantCulture, out var id)) return;
        try
        {
            using var postgres = System.Diagnostics.Process.GetProcessById(id);
            postgres.Kill(entireProcessTree: true);
            await postgres.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // it has ended
        }
    }
}
