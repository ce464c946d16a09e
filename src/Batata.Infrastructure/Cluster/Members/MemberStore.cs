using System.Net;
using DotNext.IO;
using DotNext.Net.Cluster.Consensus.Raft.Membership;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>
/// Who votes and where everybody is. The first comes with the log: an entry of it is saved here when it is applied, before anything behind it. The second
/// is heard from the nodes themselves. For any thread; what is written is on the disk first.
/// </summary>
internal sealed class MemberStore(string path, Guid self) : IClusterConfigurationStorage<EndPoint>
{
    private readonly SemaphoreSlim _changing = new(1, 1);
    private volatile MembersState _state = MembersFile.Read(path);

    public event Func<IClusterConfiguration<EndPoint>, CancellationToken, ValueTask> ConfigurationChanged = static (_, _) => ValueTask.CompletedTask;

    public Guid Self => self;

    public MembersState State => _state;

    public MemberConfiguration Voters => _state.Voters;

    /// <summary>This node was a member and is none any more.</summary>
    public bool WasRemoved => _state is { Joined: true } state && !state.Voters.Contains(self);

    public KnownAddress? Find(Guid id) => _state.Addresses.GetValueOrDefault(id);

    /// <summary>The cluster begins.</summary>
    public ValueTask<bool> FoundAsync(Guid cluster, MemberConfiguration founders, long version, CancellationToken cancellationToken) =>
        ChangeAsync(state => state.Version >= 0 ? null : state with { Cluster = cluster, Version = version, Voters = founders, Joined = founders.Contains(self) }, cancellationToken);

    /// <param name="version">Index of the entry in the log.</param>
    /// <returns>False when it is known already.</returns>
    public ValueTask<bool> TakeAsync(MemberConfiguration voters, long version, CancellationToken cancellationToken) =>
        ChangeAsync(state => version <= state.Version ? null : state with { Version = version, Voters = voters, Joined = state.Joined || voters.Contains(self) }, cancellationToken);

    /// <summary>What the nodes said of themselves.</summary>
    /// <param name="cluster">Empty when nobody knew it.</param>
    public async ValueTask HearAsync(Guid cluster, IReadOnlyDictionary<Guid, KnownAddress> heard, CancellationToken cancellationToken) =>
        await ChangeAsync(state => Hear(state, cluster, heard), cancellationToken);

    public async ValueTask<bool> SaveConfigurationAsync<TConfiguration>(TConfiguration configuration, long configurationVersion, CancellationToken token)
        where TConfiguration : IDataTransferObject
    {
        var bytes = await DataTransferObject.ToByteArrayAsync(configuration, null, token);
        return await TakeAsync(MemberConfiguration.Read(bytes), configurationVersion, token);
    }

    ValueTask<IClusterConfiguration<EndPoint>> IClusterConfigurationStorage<EndPoint>.LoadConfigurationAsync(CancellationToken token) => new(Voters);

    ValueTask<(IDataTransferObject Configuration, long Version)> IClusterConfigurationStorage.LoadConfigurationAsync(CancellationToken token)
    {
        var state = _state;
        return new((state.Voters, Math.Max(state.Version, 0)));
    }

    public void Dispose() => _changing.Dispose();

    private MembersState? Hear(MembersState state, Guid cluster, IReadOnlyDictionary<Guid, KnownAddress> heard)
    {
        var addresses = new Dictionary<Guid, KnownAddress>();
        foreach (var (id, known) in state.Addresses)
        {
            // An address has one node behind it, which is the one that answered there last.
            if (state.Voters.Contains(id) || heard.ContainsKey(id)) addresses[id] = known;
        }
        foreach (var (id, known) in heard)
        {
            if (id != self) addresses[id] = known;
        }
        var next = state with { Cluster = state.Cluster == Guid.Empty ? cluster : state.Cluster, Addresses = addresses };
        var same = next.Cluster == state.Cluster && addresses.Count == state.Addresses.Count && addresses.All(one => state.Addresses.TryGetValue(one.Key, out var before) && before == one.Value);
        return same ? null : next;
    }

    /// <param name="change">Null for no change.</param>
    private async ValueTask<bool> ChangeAsync(Func<MembersState, MembersState?> change, CancellationToken cancellationToken)
    {
        await _changing.WaitAsync(cancellationToken);
        MembersState next, before;
        try
        {
            before = _state;
            if (change(before) is not { } changed) return false;
            next = changed;
            MembersFile.Write(path, next);
            _state = next;
            // Told in the order of the changes.
            if (next.Version != before.Version) await ConfigurationChanged(next.Voters, cancellationToken);
        }
        finally
        {
            _changing.Release();
        }
        return true;
    }
}
