using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Batata.Infrastructure.Tests.Persistence;
using Batata.Testing;
using MySqlConnector;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

/// <summary>A real server with a fresh data folder and a user <c>checker</c> with the password <c>secret</c>. It starts within a second.</summary>
public sealed class MariaDb : IAsyncLifetime, IDisposable
{
    private const string Program = "/usr/sbin/mariadbd"; // eng/prerequisites.sh installs it
    private const string Tables = "/usr/share/mysql";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string?> _said = new();
    private Process _server = null!;

    public int Port { get; private set; }

    public async Task InitializeAsync()
    {
        Directory.CreateDirectory(Data);
        await FillAsync();
        Port = FreePort();
        _server = Start(
            string.Create(CultureInfo.InvariantCulture, $"--port={Port}"), "--bind-address=127.0.0.1", $"--socket={_folder.File("sock")}", "--skip-name-resolve");
        await Wait.UntilAsync(AnswersAsync, "MariaDB", TimeSpan.FromSeconds(60));
    }

    public async Task DisposeAsync()
    {
        _server.Kill();
        await _server.WaitForExitAsync();
    }

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    public async Task RunAsync(string statement)
    {
        await using var connection = new MySqlConnection($"Server=127.0.0.1;Port={Port};User ID=root;Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the tests' own statements
        command.CommandText = statement;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private string Said => string.Join('\n', _said);

    private string Data => _folder.File("data");

    /// <summary>What mariadb-install-db does, without the client tools that it asks for.</summary>
    private async Task FillAsync()
    {
        using var filling = Start("--bootstrap");
        var sql = filling.StandardInput;
        await sql.WriteAsync("create database mysql;\nuse mysql;\n");
        foreach (var file in (string[])["mysql_system_tables.sql", "mysql_system_tables_data.sql"]) await sql.WriteAsync(await File.ReadAllTextAsync(Path.Combine(Tables, file)));
        await sql.WriteAsync("flush privileges;\ncreate user checker@'127.0.0.1' identified by 'secret';\n");
        sql.Close();
        await filling.WaitForExitAsync();
        Assert.True(filling.ExitCode == 0, $"MariaDB could not be filled: {Said}");
    }

    private Process Start(params string[] more)
    {
        var start = new ProcessStartInfo(Program) { RedirectStandardInput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--no-defaults", $"--datadir={Data}", "--innodb-log-file-size=4M", .. more]) start.ArgumentList.Add(argument);
        if (Environment.UserName == "root") start.ArgumentList.Add("--user=root");
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data);
        process.BeginErrorReadLine();
        return process;
    }

    private async Task<bool> AnswersAsync()
    {
        Assert.False(_server.HasExited, $"MariaDB ended: {Said}");
        try
        {
            await RunAsync("select 1");
            return true;
        }
        catch (MySqlException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
