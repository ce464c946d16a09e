using Batata.Api.Nacos.Core;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Grpc;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Params;
using Batata.Api.Nacos.Push.Naming;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using MediatR;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Naming;

/// <summary>Switches, numbers and logs, under two names. Protocol source: Nacos 3.1 <c>OperatorController</c>, <c>OperatorV2Impl</c>.</summary>
internal sealed class OperatorV1Endpoints(
    ISwitches switches,
    NamingMetrics metrics,
    PushCounters pushes,
    NacosLogLevels levels,
    LocalAddress self,
    NamingChecks checks,
    IOptions<NacosOptions> options,
    IMediator mediator) : INacosEndpoints
{
    private const string Replacement = "${contextPath:nacos}/v3/admin/ns/";

    public void Map(NacosRouteBuilder nacos)
    {
        foreach (var name in new[] { "/operator", "/ops" })
        {
            var v1 = nacos.Group(NamingV1.Prefix + name, NamingV1Errors.Instance);
            v1.Get("/push/state", PushStateAsync)
                .RequireNacosPermission(OpenAccess.ServerFigures)
                .Compatibility(ApiClass.Admin)
                .Takes("detail", ParameterType.Bool)
                .Takes("reset", ParameterType.Bool);
            v1.Get("/switches", SwitchesAsync)
                .RequireNacosPermission(OpenAccess.ServerFigures)
                .Compatibility(ApiClass.Admin, $"GET {Replacement}ops/switches");
            v1.Put("/switches", SetSwitchAsync)
                .RequireNacosPermission(NacosPermission.Write("naming/switches"))
                .Compatibility(ApiClass.Admin, $"PUT {Replacement}ops/switches")
                .Takes("debug", ParameterType.Bool)
                .Requires("entry", "value");
            v1.Get("/metrics", MetricsAsync)
                .RequireNacosPermission(OpenAccess.ServerFigures)
                .Compatibility(ApiClass.Client, $"GET {Replacement}ops/metrics");
            v1.Get("/distro/client", ResponsibleAsync)
                .RequireNacosPermission(OpenAccess.ServerFigures)
                .Compatibility(ApiClass.Admin, $"GET {Replacement}client/distro")
                .Checked(checks.Default)
                .Requires("ip", "port");
            v1.Put("/log", SetLogLevelAsync)
                .RequireNacosPermission(NacosPermission.Write("naming/log")) // Nacos asks for nothing here; what is logged is for administrators
                .Compatibility(ApiClass.Admin, $"PUT {Replacement}ops/log")
                .Requires("logName", "logLevel");
        }
    }

    private Task PushStateAsync(NacosRequest request)
    {
        var totals = pushes.Totals;
        var (detail, reset) = (request.Bool("detail"), request.Bool("reset"));
        if (reset) pushes.ResetTotals();
        return request.JsonAsync((totals, detail, reset), static (json, x) =>
        {
            var succeeded = x.totals.Sent - x.totals.Failed;
            json.WriteStartObject();
            json.WriteNumber("succeed"u8, succeeded);
            json.WriteNumber("total"u8, x.totals.Sent);
            json.WriteNumber("ratio"u8, x.totals.Sent == 0 ? 0 : (float)succeeded / x.totals.Sent);
            if (x.detail)
            {
                json.WriteStartObject("detail"u8);
                json.WriteNumber("avgPushCost"u8, x.totals.AverageCostMs);
                json.WriteNumber("maxPushCost"u8, x.totals.MaxCostMs);
                json.WriteEndObject();
            }
            json.WriteBoolean("reset"u8, x.reset);
            json.WriteEndObject();
        });
    }

    private Task SwitchesAsync(NacosRequest request) =>
        request.JsonAsync(switches.Current, static (json, current) => json.WriteRawValue(current.ToJson(), skipInputValidation: true));

    private async Task SetSwitchAsync(NacosRequest request) => await request.AnswerAsync(
        await mediator.Send(new SetSwitch(request.Text("entry"), request.Text("value"), request.Bool("debug")), request.Aborted));

    /// <summary>Anything but <c>true</c> asks for all of them.</summary>
    private Task MetricsAsync(NacosRequest request)
    {
        var onlyStatus = JavaText.ParseBoolean(request.Optional("onlyStatus", "true"));
        return request.JsonAsync((metrics, onlyStatus), static (json, x) => x.metrics.Write(json, x.onlyStatus, withResponsibleInstances: true));
    }

    /// <summary>A node answers for every client: which of them owns one is its own affair.</summary>
    private Task ResponsibleAsync(NacosRequest request) => request.JsonAsync($"{self.Value}:{options.Value.MainPort}", static (json, server) =>
    {
        json.WriteStartObject();
        json.WriteString("responsibleServer"u8, server);
        json.WriteEndObject();
    });

    private Task SetLogLevelAsync(NacosRequest request)
    {
        levels.Set(request.Text("logName"), request.Text("logLevel"));
        return request.OkAsync();
    }
}
