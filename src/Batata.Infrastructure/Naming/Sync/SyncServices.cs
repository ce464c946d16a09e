using Batata.Domain.Naming;
using Batata.Infrastructure.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>The registry between nodes. After <c>AddBatataNaming</c>, whose node alone it replaces; without peers nothing of it runs.</summary>
internal static class SyncServices
{
    public static IServiceCollection AddBatataRegistrySync(this IServiceCollection services)
    {
        services.AddSingleton(static p => new LocalOwner(LifeOf(p)));
        services.AddSingleton<IOwnerCalls, OwnerCalls>();
        services.AddSingleton<NamingPeerService>();
        services.AddSingleton<RegistrySync>();
        services.AddSingleton<IStartCondition>(static p => p.GetRequiredService<RegistrySync>());
        services.AddSingleton<IHostedService>(static p => p.GetRequiredService<RegistrySync>());
        return services;
    }

    private static Func<NodeIncarnation?> LifeOf(IServiceProvider services)
    {
        var number = services.GetRequiredService<RegistryClock>().NowMs;
        if (!services.GetRequiredService<IOptions<ClusterOptions>>().Value.IsCluster) return () => new NodeIncarnation("alone", number);
        return () => services.GetRequiredService<RaftNode>().Members is { } members ? new NodeIncarnation(members.Self.ToString("N"), number) : null;
    }
}
