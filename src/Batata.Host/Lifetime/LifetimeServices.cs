using Batata.Host.Settings;

namespace Batata.Host.Lifetime;

/// <summary>Start report, signals and the order of the end.</summary>
internal static class LifetimeServices
{
    // What the replicated log may take to close after the fronts are gone.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddBatataLifetime(this IServiceCollection services, ServerOptions server) => services
        .Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(server.StopTimeoutSeconds) + CloseTimeout)
        .AddSingleton<IHostLifetime, SignalLifetime>()
        .AddSingleton<StopReason>()
        .AddHostedService<FrontsStopFirst>()
        .AddHostedService<StartReport>();
}
