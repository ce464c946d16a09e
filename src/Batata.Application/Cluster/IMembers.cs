namespace Batata.Application.Cluster;

/// <summary>A node of the cluster. Equal when nothing that others see of it has changed.</summary>
/// <param name="Id">Of its data folder: it stays when the address changes, and another folder is another node. Empty until the node was heard of.</param>
/// <param name="Host">An IP address or a name, in lower case, without brackets.</param>
/// <param name="Name">What people call it; null until it was heard of.</param>
/// <param name="Votes">It counts for majorities. False for one that is listed and not taken in yet.</param>
public sealed record ClusterMember(Guid Id, string Host, int MainPort, int RaftPort, string? Name, bool IsSelf, bool Votes)
{
    /// <summary><c>host:port</c> as the member list names it; IPv6 in brackets.</summary>
    public string Address { get; } = Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{MainPort}" : $"{Host}:{MainPort}";
}

/// <summary>The nodes of the cluster at one moment. Never changed: another view takes its place.</summary>
/// <param name="members">This node among them.</param>
/// <param name="replaced">Cancelled once there is a newer view.</param>
public sealed class MemberView(IEnumerable<ClusterMember> members, CancellationToken replaced)
{
    /// <summary>In the order of their addresses, which is the same on every node that knows the same members.</summary>
    public IReadOnlyList<ClusterMember> All { get; } = [.. members.OrderBy(static member => member.Address, StringComparer.Ordinal)];

    public ClusterMember Self => field ??= All.First(static member => member.IsSelf);

    public IReadOnlyList<ClusterMember> Others => field ??= [.. All.Where(static member => !member.IsSelf)];

    /// <summary>Who watches reads the view first and then waits for this: so no change can be missed between the two.</summary>
    public CancellationToken Replaced { get; } = replaced;
}

/// <summary>Who is in the cluster, as this node knows. A node alone is its only member.</summary>
public interface IMembers
{
    MemberView Current { get; }
}
