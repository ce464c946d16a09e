using Batata.Api.Nacos.Ai;
using Batata.Api.Nacos.Audit;
using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Configs.Transfer;
using Batata.Api.Nacos.Core;
using Batata.Api.Nacos.Core.Metrics;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Limits;
using Batata.Api.Nacos.Namespaces;
using Batata.Api.Nacos.Naming;
using Batata.Api.Nacos.Naming.Prometheus;
using Batata.Api.Nacos.Push;
using Batata.Application.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos;

/// <summary>The HTTP front of Nacos, on its two ports.</summary>
public static class NacosHttp
{
    public static IServiceCollection AddNacosHttp(this IServiceCollection services)
    {
        services.AddOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<NacosRoutes>();
        services.AddSingleton<LimitedCalls>().AddSingleton<HttpLimits>();
        services.AddSingleton(provider => new MainPort(
            provider.GetRequiredService<IOptions<NacosOptions>>().Value,
            provider.GetRequiredService<NacosRoutes>(),
            provider.GetRequiredService<ConfigFastRead>(),
            provider.GetRequiredService<NamingFastCalls>(),
            provider.GetRequiredService<NamingV1Filters>()));
        services.AddSingleton(provider => new ConsolePort(
            provider.GetRequiredService<IOptions<NacosOptions>>().Value, provider.GetRequiredService<NacosRoutes>()));
        services.AddIdentityHttp();
        services.AddSingleton<ConfigFastRead>();
        services.AddSingleton<ConfigWrites>();
        services.AddSingleton<ConfigTransfer>();
        services.AddSingleton<ConfigExport>();
        services.AddSingleton<NamespaceReads>();
        services.TryAddSingleton<FrontAudit>();
        services.AddNamingHttp();
        services.AddNamingV2V3();
        services.AddSingleton<LongPolls>();
        services.AddSingleton<IConfigListenerSource>(provider => provider.GetRequiredService<LongPolls>());
        services.AddSingleton<WhoListens>();
        foreach (var answerer in WhoListens.Answerers) services.AddSingleton(provider => answerer(provider.GetRequiredService<WhoListens>()));
        services.AddHostedService<LongPollService>();
        services.AddConnections();
        services.AddSingleton<HttpTimings>();
        services.AddSingleton<ConfigUse>();
        services.AddSingleton<LockMeters>();
        services.AddSingleton<ConfigMeters>();
        services.AddSingleton<IMeterSource>(provider => provider.GetRequiredService<ConfigMeters>());
        services.AddSingleton<IMeterSource, NamingMeters>();
        services.AddSingleton<IMeterSource, RequestMeters>();
        services.AddSingleton<IMeterSource, ProcessMeters>();
        services.AddSingleton<NodeCalls>();
        services.AddSingleton<LoaderCalls>();
        services.AddSingleton<RaftCalls>();
        services.AddSingleton<NacosLogLevels>();
        services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(provider => provider.GetRequiredService<NacosLogLevels>());
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(provider => provider.GetRequiredService<NacosLogLevels>());
        return services
            .AddEndpoints<ConfigV1ReadEndpoints>()
            .AddEndpoints<ConfigV1WriteEndpoints>()
            .AddEndpoints<ConfigV1SearchEndpoints>()
            .AddEndpoints<ConfigV1BetaEndpoints>()
            .AddEndpoints<ConfigV1ListenerEndpoints>()
            .AddEndpoints<ConfigV1WhoListensEndpoints>()
            .AddEndpoints<ConfigV2Endpoints>()
            .AddEndpoints<ConfigV2SearchEndpoints>()
            .AddEndpoints<ConfigV2HistoryEndpoints>()
            .AddEndpoints<ConfigV3ClientEndpoints>()
            .AddEndpoints<ConfigV3ReadEndpoints>()
            .AddEndpoints<ConfigV3WriteEndpoints>()
            .AddEndpoints<ConfigV3ListEndpoints>()
            .AddEndpoints<ConfigV3BetaEndpoints>()
            .AddEndpoints<ConfigV3HistoryEndpoints>()
            .AddEndpoints<ConfigV3OpsEndpoints>()
            .AddEndpoints<ConfigV3WhoListensEndpoints>()
            .AddEndpoints<ConfigV1HistoryEndpoints>()
            .AddEndpoints<ConfigV1OpsEndpoints>()
            .AddEndpoints<ConfigV1TransferEndpoints>()
            .AddEndpoints<ConfigV3TransferEndpoints>()
            .AddEndpoints<ConfigCapacityEndpoints>()
            .AddEndpoints<AuditEndpoints>()
            .AddEndpoints<McpEndpoints>()
            .AddEndpoints<NamespaceV1Endpoints>()
            .AddEndpoints<NamespaceV2Endpoints>()
            .AddEndpoints<NamespaceV3Endpoints>()
            .AddEndpoints<InstanceV1Endpoints>()
            .AddEndpoints<InstanceListV1Endpoints>()
            .AddEndpoints<BeatV1Endpoints>()
            .AddEndpoints<InstanceMetadataV1Endpoints>()
            .AddEndpoints<ServiceV1Endpoints>()
            .AddEndpoints<ServiceListV1Endpoints>()
            .AddEndpoints<CatalogV1Endpoints>()
            .AddEndpoints<ClusterV1Endpoints>()
            .AddEndpoints<HealthV1Endpoints>()
            .AddEndpoints<OperatorV1Endpoints>()
            .AddEndpoints<PrometheusEndpoints>()
            .AddEndpoints<ClusterNodesV1Endpoints>()
            .AddEndpoints<ClusterNodesV2Endpoints>()
            .AddEndpoints<ClusterNodesV3Endpoints>()
            .AddEndpoints<LoaderEndpoints>()
            .AddEndpoints<CoreOpsEndpoints>()
            .AddEndpoints<ServerInfoEndpoints>()
            .AddEndpoints<ActuatorEndpoints>()
            .AddEndpoints<HealthEndpoints>()
            .AddEndpoints<ServerStateEndpoints>();
    }

    /// <summary>Ends the pipeline of the main port: filters, every route below the context path, and the answers for unknown paths.</summary>
    public static void UseNacosHttp(this IApplicationBuilder main) => main.Run<MainPort>();

    /// <summary>Ends the pipeline of the console port, which has routes, context path and answers for unknown paths of its own.</summary>
    public static void UseNacosConsole(this IApplicationBuilder console) => console.Run<ConsolePort>();

    private static void Run<TPort>(this IApplicationBuilder app)
        where TPort : NacosPort =>
        app.Run(ActivatorUtilities.CreateInstance<NacosPipeline>(app.ApplicationServices, app.ApplicationServices.GetRequiredService<TPort>()).InvokeAsync);

    private static IServiceCollection AddEndpoints<TEndpoints>(this IServiceCollection services)
        where TEndpoints : class, INacosEndpoints => services.AddSingleton<INacosEndpoints, TEndpoints>();
}
