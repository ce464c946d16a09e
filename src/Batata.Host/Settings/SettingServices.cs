using Batata.Application.Agents;
using Microsoft.Extensions.Options;

namespace Batata.Host.Settings;

/// <summary>Hands the options to the layers.</summary>
internal static class SettingServices
{
    public static IServiceCollection AddBatataSettings(this IServiceCollection services, LoadedSettings settings) => services
        .AddSingleton(settings)
        .AddSingleton<IEffectiveSettings, EffectiveSettings>()
        .AddSingleton(settings.Options)
        .AddSingleton(Options.Create(settings.Options.Nacos))
        .AddSingleton(Options.Create(settings.Options.Limits))
        .AddSingleton(Options.Create(settings.Options.Audit))
        .AddSingleton(Options.Create(settings.Options.Configs))
        .AddSingleton(Options.Create(settings.Options.Capacity))
        .AddSingleton(Options.Create(settings.Options.Seals))
        .AddSingleton(Options.Create(settings.Options.Naming))
        .AddSingleton(Options.Create(settings.Options.Locks))
        .AddSingleton(Options.Create(settings.Options.Auth))
        .AddSingleton(Options.Create(settings.Options.Directory))
        .AddSingleton(Options.Create(settings.Options.Oidc))
        .AddSingleton(Options.Create(settings.Options.Consul))
        .AddSingleton(Options.Create(settings.Options.ConsulDns))
        .AddSingleton(Options.Create(settings.Options.KeyHistory))
        .AddSingleton(Options.Create(settings.Options.AgentChecks))
        .AddSingleton(Options.Create(settings.Options.Cluster))
        .AddSingleton(Options.Create(settings.Options.Telemetry));
}
