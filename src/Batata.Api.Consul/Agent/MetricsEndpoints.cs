using System.Text;
using Batata.Api.Consul.Http;
using Batata.Application.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Agent;

/// <summary>The metrics of this node. Protocol source: Consul <c>AgentMetrics</c>, <c>AgentMetricsStream</c>.</summary>
internal sealed class MetricsEndpoints(IMetricIntervals intervals, IMetricsPage page, IOptions<ConsulOptions> options, IHostApplicationLifetime lifetime) : IConsulEndpoints
{
    private const string OpenMetrics = "application/openmetrics-text";

    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/agent/metrics").On("GET", ConsulPermission.Read(ConsulResource.Agent), ReadAsync);
        consul.Path("/agent/metrics/stream").On("GET", ConsulPermission.Read(ConsulResource.Agent), StreamAsync);
    }

    private Task ReadAsync(ConsulRequest request)
    {
        if (WantsPrometheus(request)) return PrometheusAsync(request);
        var interval = intervals.Latest();
        return ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, ConsulJson.Write(request.Query.Has("pretty"), json => MetricsJson.Write(json, interval)));
    }

    private async Task PrometheusAsync(ConsulRequest request)
    {
        if (options.Value.PrometheusRetentionMs <= 0)
        {
            // Consul 1.x: 200 without a body; a scraper sees a target that is up and has nothing.
            request.Http.Response.Headers["X-Consul-Reason"] = "Prometheus is not enabled since its retention time is not positive";
            await ConsulAnswers.EmptyAsync(request.Http, StatusCodes.Status200OK);
            return;
        }
        var open = request.Http.Request.Headers.Accept.ToString().Contains(OpenMetrics, StringComparison.Ordinal);
        var text = await page.ReadAsync(open, request.Aborted);
        var type = open ? $"{OpenMetrics}; version=1.0.0; charset=utf-8" : "text/plain; version=0.0.4; charset=utf-8";
        await ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, type, Encoding.UTF8.GetBytes(text));
    }

    private async Task StreamAsync(ConsulRequest request)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, lifetime.ApplicationStopping);
        await using var answer = await OpenStream.StartAsync(request.Http, ConsulAnswers.Json);
        try
        {
            while (true)
            {
                var interval = await intervals.NextAsync(over.Token);
                await answer.WriteAsync(ConsulJson.Write(pretty: true, json => MetricsJson.Write(json, interval)), over.Token); // ends its line
                await answer.FlushAsync(over.Token);
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The client has enough, or the node stops.
        }
    }

    private static bool WantsPrometheus(ConsulRequest request)
    {
        if (request.Query.First("format") == "prometheus") return true;
        var accept = request.Http.Request.Headers.Accept.ToString();
        return accept.Contains(OpenMetrics, StringComparison.Ordinal) || accept.Replace(" ", "", StringComparison.Ordinal).Contains("text/plain;version=0.4.0", StringComparison.Ordinal);
    }
}
