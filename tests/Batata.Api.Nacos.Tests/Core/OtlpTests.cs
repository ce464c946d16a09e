using System.Collections.Concurrent;
using System.Text;
using Batata.Api.Nacos.Tests.Http;
using Batata.Infrastructure.Telemetry;
using Batata.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Core;

/// <summary>A collector gets metrics and traces when one is set.</summary>
public sealed class OtlpTests
{
    [Fact]
    public async Task Collector_GetsMetricsAndTraces()
    {
        var received = new ConcurrentDictionary<string, string>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var collector = builder.Build();
        collector.Run(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var text = Encoding.UTF8.GetString(body.ToArray()); // names and addresses stand in protobuf as they are
            received.AddOrUpdate(http.Request.Path + " " + http.Request.Headers["x-team"], text, (_, before) => before + text);
        });
        await collector.StartAsync();

        await using var server = await NacosHttpServer.StartAsync(replace: services => services.Configure<TelemetryOptions>(options =>
        {
            (options.OtlpEndpoint, options.OtlpProtocol, options.OtlpIntervalSeconds, options.OtlpHeaders) = (new Uri(collector.Urls.First()), "http/protobuf", 1, "x-team=ops");
        }));
        await server.Client.GetStringAsync("/nacos/v3/admin/core/state/liveness");

        await Wait.UntilAsync(() => Has("/v1/metrics ops", "batata_http_requests") && Has("/v1/metrics ops", "nacos_monitor"), "metrics at the collector");
        await Wait.UntilAsync(
            async () =>
            {
                await server.Client.GetStringAsync("/nacos/v3/admin/core/state/liveness"); // the exporter begins behind the start
                return Has("/v1/traces ops", "/nacos/v3/admin/core/state/liveness");
            },
            "traces at the collector");

        bool Has(string key, string text) => received.TryGetValue(key, out var all) && all.Contains(text, StringComparison.Ordinal);
    }
}
