using System.Net;
using DotNext.IO;
using DotNext.Net.Cluster.Consensus.Raft.Membership;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>The members of a node alone. Its log may come from a member of a cluster: what that says of members does not count here.</summary>
internal sealed class LoneMember(Guid id) : IClusterConfigurationStorage<EndPoint>
{
    private readonly MemberConfiguration _self = new([id]);

    public event Func<IClusterConfiguration<EndPoint>, CancellationToken, ValueTask> ConfigurationChanged
    {
        add { } // never
        remove { }
    }

    public ValueTask<bool> SaveConfigurationAsync<TConfiguration>(TConfiguration configuration, long configurationVersion, CancellationToken token)
        where TConfiguration : IDataTransferObject => new(false);

    public ValueTask<IClusterConfiguration<EndPoint>> LoadConfigurationAsync(CancellationToken token) => new(_self);

    ValueTask<(IDataTransferObject Configuration, long Version)> IClusterConfigurationStorage.LoadConfigurationAsync(CancellationToken token) => new((_self, 0L));

    public void Dispose()
    {
        // Nothing of its own.
    }
}
