using System.Net;
using Batata.Testing;
using Batata.Testing.Nodes;
using Batata.Testing.Programs;

namespace Batata.Host.Tests.Processes;

/// <summary>However long the data folder takes to open, probes get an answer.</summary>
public sealed class SlowStartTests
{
    [Fact]
    public async Task WhileTheLogIsOpened_TheNodeIsAlive_ButNotReady()
    {
        using var ports = NodePorts.Reserve();
        var data = Directory.CreateTempSubdirectory("batata-slow-").FullName;
        try
        {
            // A pipe in place of a file: who reads it waits until somebody writes.
            var format = Path.Combine(data, "format");
            Assert.Equal(0, (await ProgramRun.OfAsync("mkfifo", [format], TimeSpan.FromSeconds(10))).ExitCode);
            await using var host = HostProcess.Start($"--nacos.server.main.port={ports.Main}", $"--nacos.console.port={ports.Console}", "--data", data);

            await Wait.UntilAsync(async () => await StatusAsync(ports, "liveness") == HttpStatusCode.OK, "liveness");
            Assert.Equal(HttpStatusCode.InternalServerError, await StatusAsync(ports, "readiness"));
            Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(ports, "../../cs/configs?dataId=a&group=g"));

            await File.WriteAllTextAsync(format, "batata data format 1\n");
            await Wait.UntilAsync(async () => await StatusAsync(ports, "readiness") == HttpStatusCode.OK, "readiness");
            await host.SignalAsync("TERM");
            Assert.Equal(0, await host.EndAsync());
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<HttpStatusCode?> StatusAsync(NodePorts ports, string probe)
    {
        using var client = new HttpClient();
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{ports.Main}/nacos/v1/console/health/{probe}"));
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
