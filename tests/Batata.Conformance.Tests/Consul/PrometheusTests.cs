using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nodes;
using Batata.Testing.Programs;

namespace Batata.Conformance.Tests.Consul;

/// <summary>Prometheus finds what it scrapes by <c>consul_sd_configs</c>, and keeps to it while Batata is killed and comes back.</summary>
public sealed class PrometheusTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    private readonly string _folder = Directory.CreateTempSubdirectory("batata-prometheus-").FullName;
    private readonly NodePorts _ports = NodePorts.Reserve();
    private readonly HttpClient _http = new();
    private NodeProcess _node = null!;
    private RunningProgram _prometheus = null!;

    public async Task InitializeAsync()
    {
        _node = await NodeProcess.StartNewAsync(new NodeSettings { Properties = new Dictionary<string, string> { ["batata.node.name"] = "node1" } });
        var file = Path.Combine(_folder, "prometheus.yml");
        // What is scraped is Batata itself, so that "up" says that the address is right. Others have addresses at which nobody is: Prometheus takes two at one address for one.
        await File.WriteAllTextAsync(file, $$"""
            global: { scrape_interval: 1s, scrape_timeout: 1s }
            scrape_configs:
            - job_name: all
              metrics_path: /nacos/actuator/prometheus
              consul_sd_configs: [{ server: '{{_node.Host}}:{{_node.Ports.Consul}}', refresh_interval: 1s }]
            - job_name: chosen
              metrics_path: /nacos/actuator/prometheus
              consul_sd_configs: [{ server: '{{_node.Host}}:{{_node.Ports.Consul}}', refresh_interval: 1s, services: [web], tags: [prod], allow_stale: false }]
            """);
        _prometheus = RunningProgram.Start(
            BullseyeProgram.Prometheus, ["--config.file=" + file, "--storage.tsdb.path=" + Path.Combine(_folder, "data"), $"--web.listen-address=127.0.0.1:{_ports.Main}"], _folder);
    }

    public async Task DisposeAsync()
    {
        await _prometheus.DisposeAsync();
        await _node.DisposeAsync();
    }

    public void Dispose()
    {
        _ports.Dispose();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Services_AreFoundAndForgotten_WithTheirLabels()
    {
        await RegisterAsync("web-1", "prod", _node.Ports.Main);
        await RegisterAsync("web-2", "test", 1);
        await FindsAsync("all", "consul", "web-1", "web-2");
        await FindsAsync("chosen", "web-1");
        var labels = (await TargetsAsync("chosen")).Single().GetProperty("discoveredLabels");
        Assert.Equal(
            ("node1", "dc1", ",prod,", "web", "127.0.0.1", "blue", Text("address")),
            (Text("node"), Text("dc"), Text("tags"), Text("service"), Text("service_address"), Text("service_metadata_colour"), Text("tagged_address_lan")));
        Assert.True(System.Net.IPAddress.TryParse(Text("address"), out _));
        Assert.Equal(_node.Ports.Main.ToString(CultureInfo.InvariantCulture), Text("service_port"));
        await Wait.UntilAsync(async () => (await TargetsAsync("chosen")).Single().GetProperty("health").GetString() == "up", "the page to be scraped", Patience);

        using (var gone = await _http.PutAsync(new Uri(_node.Consul + "/v1/agent/service/deregister/web-2"), null)) gone.EnsureSuccessStatusCode();
        await FindsAsync("all", "consul", "web-1");
        await RegisterAsync("web-3", "prod", 2);
        await FindsAsync("chosen", "web-1", "web-3");

        string? Text(string name) => labels.GetProperty("__meta_consul_" + name).GetString();
    }

    [Fact]
    public async Task Targets_OutliveAKill_AndFollowAgain()
    {
        await RegisterAsync("web-1", "prod", _node.Ports.Main);
        await FindsAsync("chosen", "web-1");
        await _node.KillAsync();
        await Wait.UntilAsync(async () => (await TargetsAsync("chosen")).Any(static target => target.GetProperty("lastError").GetString()!.Contains("connection refused", StringComparison.Ordinal)), "a scrape that fails", Patience);
        Assert.Single(await TargetsAsync("chosen"));
        await _node.StartAsync();
        await FindsAsync("chosen", "web-1");
        await RegisterAsync("web-4", "prod", 3);
        await FindsAsync("chosen", "web-1", "web-4");
    }

    private async Task RegisterAsync(string id, string tag, int port)
    {
        using var answer = await _http.PutAsJsonAsync(
            new Uri(_node.Consul + "/v1/agent/service/register"),
            new { Name = "web", ID = id, Address = "127.0.0.1", Port = port, Tags = new[] { tag }, Meta = new Dictionary<string, string> { ["colour"] = "blue" } });
        answer.EnsureSuccessStatusCode();
    }

    private async Task FindsAsync(string job, params string[] ids)
    {
        try
        {
            await Wait.UntilAsync(async () => (await TargetsAsync(job)).Select(IdOf).Order(StringComparer.Ordinal).SequenceEqual(ids), $"{job} to be {string.Join(", ", ids)}", Patience);
        }
        catch (TimeoutException e)
        {
            Assert.Fail($"{e.Message} There were {string.Join("; ", await TargetsAsync(job))}.\n\n== Prometheus\n{_prometheus.Log}\n\n== Batata\n{_node.Log}");
        }
    }

    /// <returns>None while it starts.</returns>
    private async Task<IReadOnlyList<JsonElement>> TargetsAsync(string job)
    {
        try
        {
            var answer = await _http.GetFromJsonAsync<JsonElement>(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_ports.Main}/api/v1/targets")));
            return [.. answer.GetProperty("data").GetProperty("activeTargets").EnumerateArray().Where(target => target.GetProperty("scrapePool").GetString() == job)];
        }
        catch (HttpRequestException)
        {
            return [];
        }
    }

    private static string IdOf(JsonElement target) => target.GetProperty("discoveredLabels").GetProperty("__meta_consul_service_id").GetString()!;
}
