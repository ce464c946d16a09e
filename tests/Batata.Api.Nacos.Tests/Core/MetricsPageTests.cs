using System.Net;
using Batata.Api.Nacos.Core.Metrics;
using Batata.Api.Nacos.Tests.Http;
using Batata.Application.Locks;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Core;

/// <summary>The names that dashboards ask for, as the page has them.</summary>
public sealed class MetricsPageTests
{
    private static readonly string[] Families =
    [
        "batata_http_requests_total", "batata_config_count", "batata_service_count", "batata_cluster_member_count",
        "batata_node_ready", "batata_node_cut_off", "batata_raft_leader", "batata_raft_term", "batata_raft_committed_index", "batata_raft_applied_index", "batata_raft_lag_entries",
        "nacos_monitor", "nacos_config_subscriber", "nacos_naming_subscriber", "nacos_naming_publisher", "nacos_exception_total", "nacos_timer_seconds", "nacos_timer_seconds_max",
        "nacos_monitor_summary", "nacos_monitor_summary_max", "nacos_monitor_summary_seconds", "nacos_monitor_summary_seconds_max", "grpc_server_executor",
        "http_server_requests_seconds", "http_server_requests_seconds_max", "system_cpu_usage", "system_load_average_1m", "process_cpu_usage", "process_start_time_seconds",
        "disk_free_bytes", "jvm_threads_daemon_threads", "jvm_memory_used_bytes", "jvm_gc_pause_seconds", "dotnet_gc_collections_total",
        "config_change_count", "service_change_count", "batata_registry_peers_expected", "batata_registry_peers_followed", "batata_registry_preserving",
        "batata_registry_streams_lost_total", "batata_registry_streams_restarted_total", "batata_registry_clients_dropped_total",
    ];

    [Fact]
    public async Task Page_HasEveryFamilyOnce()
    {
        await using var server = await NacosHttpServer.StartAsync();
        await PublishAsync(server, "a", "");
        await PublishAsync(server, "b", "team");
        await server.Services.GetRequiredService<IMediator>().Send(new AcquireLock("held", null));
        using (var registered = await server.Client.PostAsync(new Uri("/nacos/v1/ns/instance?serviceName=s&ip=10.0.0.1&port=80", UriKind.Relative), null)) Assert.Equal(HttpStatusCode.OK, registered.StatusCode);

        var page = await server.Client.GetStringAsync("/nacos/actuator/prometheus");
        var families = page.Split('\n').Where(static line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).Select(static line => line.Split(' ')[2]).ToList();
        Assert.Equal(families.Count, families.Distinct().Count());
        Assert.Empty(Families.Except(families));

        var samples = MetricSamples.Parse(page).ToList();
        Assert.Equal(2, Value("batata_http_requests_total", ("method", "POST"), ("path", "/nacos/v1/cs/configs")));
        Assert.Equal(1, Value("batata_config_count", ("namespace", "public")));
        Assert.Equal(1, Value("batata_config_count", ("namespace", "team")));
        Assert.Equal(1, Value("batata_service_count", ("namespace", "public")));
        Assert.Equal(1, Value("batata_cluster_member_count"));
        Assert.Equal(2, Value("nacos_monitor", ("module", "config"), ("name", "publish")));
        Assert.Equal(2, Value("nacos_timer_seconds_count", ("module", "config"), ("name", "dumpRt")));
        Assert.Equal(1, Value("nacos_monitor", ("module", "naming"), ("name", "ipCount")));

        Assert.Equal(1, Value("config_change_count", ("config", "public@g@a")));
        Assert.Equal(1, Value("config_change_count", ("config", "team@g@b")));
        Assert.Equal(1, Value("service_change_count", ("service", "public@DEFAULT_GROUP@s")));
        Assert.Equal(1, Value("nacos_monitor", ("module", "lock"), ("name", "aliveLockCount")));
        Assert.Equal(0, Value("nacos_timer_seconds_count", ("module", "lock"), ("name", "lockHandlerRt")));
        foreach (var name in (string[])["grpcLockTotal", "grpcLockSuccess", "grpcUnLockTotal", "grpcUnLockSuccess"]) Assert.Equal(0, Value("nacos_monitor", ("module", "lock"), ("name", name)));
        string[] naming = ["emptyPush", "serviceSubscribedEventQueueSize", "serviceChangedEventQueueSize", "mysqlHealthCheck", "httpHealthCheck", "tcpHealthCheck"];
        foreach (var name in naming) Assert.Equal(0, Value("nacos_monitor", ("module", "naming"), ("name", name)));

        double Value(string name, params (string, string)[] labels) =>
            Assert.Single(samples, sample => sample.Name == name && labels.All(label => sample.Labels.Contains(label))).Value;
    }

    /// <summary>What clients invent must not become a series each.</summary>
    [Fact]
    public async Task Page_DoesNotGrowWithWhatCallersInvent()
    {
        await using var server = await NacosHttpServer.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            using var unknown = await server.Client.SendAsync(new HttpRequestMessage(new HttpMethod($"FOO{i}"), $"/nacos/none/{i}"));
            Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        }
        var page = await server.Client.GetStringAsync("/nacos/actuator/prometheus?includedNames=batata_http_requests_total");
        var sample = Assert.Single(MetricSamples.Parse(page), static one => one.Labels.Contains(("method", "OTHER")));
        Assert.Equal(20, sample.Value);
        Assert.Contains(("path", "UNKNOWN"), sample.Labels);
        Assert.DoesNotContain("none", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("health", "", "/health")]
    [InlineData("*", "prometheus,metrics", "/health /info")]
    [InlineData("prometheus", "", "/prometheus")]
    public async Task Exposure_DecidesWhatIsServedOnBothPorts(string include, string exclude, string served)
    {
        await using var server = await NacosHttpServer.StartAsync(options => (options.ActuatorInclude, options.ActuatorExclude) = (include, exclude));
        foreach (var part in (string[])["/health", "/info", "/metrics", "/prometheus"])
        {
            var expected = served.Split(' ').Contains(part) ? HttpStatusCode.OK : HttpStatusCode.NotFound;
            using var main = await server.Client.GetAsync(new Uri("/nacos/actuator" + part, UriKind.Relative));
            using var console = await server.Client.GetAsync(new Uri($"http://127.0.0.1:{server.ConsolePort}/actuator{part}"));
            Assert.Equal((part, expected, expected), (part, main.StatusCode, console.StatusCode));
        }
    }

    [Fact]
    public void Samples_WithEscapesInTheirLabels_AreRead()
    {
        var sample = Assert.Single(MetricSamples.Parse("# TYPE a gauge\na{x=\"q\\\"uo\\\\te, \\n}\",y=\"2\"} 1.5\n"));
        Assert.Equal([("x", "q\"uo\\te, \n}"), ("y", "2")], sample.Labels);
        Assert.Equal(1.5, sample.Value);
    }

    private static async Task PublishAsync(NacosHttpServer server, string dataId, string tenant)
    {
        using var published = await server.Client.PostAsync(new Uri($"/nacos/v1/cs/configs?dataId={dataId}&group=g&tenant={tenant}&content=x", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.OK, published.StatusCode);
    }
}
