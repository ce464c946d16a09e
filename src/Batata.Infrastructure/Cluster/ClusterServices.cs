using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Administration;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Nodes;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Feeds;
using Grpc.AspNetCore.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Cluster;

internal static class ClusterServices
{
    public static IServiceCollection AddBatataCluster(this IServiceCollection services)
    {
        services.AddOptions<ClusterOptions>();
        services.AddSingleton<EntryCodec>();
        services.AddSingleton(new FeatureLevel(FeatureLevel.Current));
        services.AddSingleton<FeatureLevels>();
        services.AddSingleton<IFeatureLevels>(p => p.GetRequiredService<FeatureLevels>());
        services.AddChangeTopic<FeatureLevelRaised>();
        services.AddSingleton<IChangeObserver<FeatureLevelRaised>>(p => p.GetRequiredService<FeatureLevels>());
        services.AddSingleton<EntryAppliers>();
        services.AddSingleton<Func<EntryAppliers>>(p => p.GetRequiredService<EntryAppliers>); // appliers may need what needs the log
        services.AddSingleton(static p => KnownMembers.Of(p.GetRequiredService<IOptions<ClusterOptions>>().Value));
        services.AddSingleton<IMembers>(static p => p.GetRequiredService<KnownMembers>());
        services.AddSingleton<Func<IEnumerable<IStartCondition>>>(p => p.GetServices<IStartCondition>); // likewise
        services.AddSingleton<MemberDirectory>();
        services.AddSingleton<PeerIdentity>();
        services.AddSingleton<PeerListener>();
        services.AddSingleton<PeerConnector>();
        services.AddSingleton<PeerClients>();
        services.AddSingleton<PeerTransport>();
        services.AddSingleton<NodeService>();
        services.AddSingleton<QueryService>();
        services.AddSingleton<IPeerQueries, PeerQueries>();
        services.PostConfigure<GrpcServiceOptions<NodeService>>(static grpc => grpc.MaxReceiveMessageSize = PeerClients.MaxMessageBytes);
        services.AddSingleton<RaftNode>();
        services.AddSingleton<IHostedService>(p => p.GetRequiredService<RaftNode>());
        services.AddSingleton<INodeState>(p => p.GetRequiredService<RaftNode>());
        services.AddSingleton<ILeaderLease>(p => p.GetRequiredService<RaftNode>());
        services.AddSingleton<OwnReport>();
        services.AddSingleton<PeerStandings>();
        services.AddSingleton<IClusterNodes, KnownNodes>();
        services.AddSingleton<OperationsService>();
        services.AddSingleton<IClusterLoad, ClusterLoad>();
        services.AddSingleton<NodeReports>();
        services.AddHostedService(p => p.GetRequiredService<NodeReports>());
        services.AddSingleton<NodeStatusReader>();
        services.AddSingleton<LeaderTransfer>();
        services.AddSingleton<IClusterOperations>(p => p.GetRequiredService<LeaderTransfer>());
        services.AddSingleton<MemberRemoval>();
        services.AddSingleton<IMemberRemoval>(p => p.GetRequiredService<MemberRemoval>());
        services.AddHostedService<RoomToLead>();
        services.AddSingleton<BackupSource>();
        services.AddChangeTopic<StateMarked>();
        services.AddSingleton<StateDigests>();
        services.AddSingleton<IChangeObserver<StateMarked>>(p => p.GetRequiredService<StateDigests>());
        services.AddSingleton<StateComparison>();
        services.AddSingleton<AdminService>();
        services.AddSingleton<IReplicatedLog, RaftReplicatedLog>();
        services.AddSingleton<IReadBarrier, RaftReadBarrier>();
        return services;
    }
}
