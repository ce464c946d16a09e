using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Entries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Batata.Infrastructure.Cluster;

internal static class ClusterServices
{
    public static IServiceCollection AddBatataCluster(this IServiceCollection services)
    {
        services.AddOptions<ClusterOptions>();
        services.AddSingleton<EntryCodec>();
        services.AddSingleton<EntryAppliers>();
        services.AddSingleton<Func<EntryAppliers>>(p => p.GetRequiredService<EntryAppliers>); // appliers may need what needs the log
        services.AddSingleton<RaftNode>();
        services.AddSingleton<IHostedService>(p => p.GetRequiredService<RaftNode>());
        services.AddSingleton<INodeState>(p => p.GetRequiredService<RaftNode>());
        services.AddSingleton<IReplicatedLog, RaftReplicatedLog>();
        services.AddSingleton<IReadBarrier, RaftReadBarrier>();
        return services;
    }
}
