using Batata.Application.Cluster;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>The view of the members that others read and watch. For any thread.</summary>
internal sealed class KnownMembers : IMembers, IDisposable
{
    private readonly Lock _changing = new();
    private CancellationTokenSource _replaced = new();
    private volatile MemberView _current;

    public KnownMembers(IEnumerable<ClusterMember> members) => _current = new MemberView(members, _replaced.Token);

    /// <summary>What the settings say, before anybody was heard of.</summary>
    public static KnownMembers Of(ClusterOptions options) => new(
        (options.IsCluster ? options.Members : [options.Self])
            .Select(member => new ClusterMember(Guid.Empty, member.Host, member.MainPort, member.RaftPort, null, member == options.Self, Votes: !options.IsCluster)));

    public MemberView Current => _current;

    /// <summary>Nobody is told when nothing changed.</summary>
    public void Replace(IReadOnlyCollection<ClusterMember> members)
    {
        CancellationTokenSource over;
        lock (_changing)
        {
            var replaced = new CancellationTokenSource();
            var next = new MemberView(members, replaced.Token);
            if (next.All.SequenceEqual(_current.All)) return;
            _current = next;
            (over, _replaced) = (_replaced, replaced);
        }
        over.Cancel();
    }

    public void Dispose() => _replaced.Dispose();
}
