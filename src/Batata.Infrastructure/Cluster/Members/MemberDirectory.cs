namespace Batata.Infrastructure.Cluster.Members;

/// <summary>What is known of the members, once the data folder is open: connections need it to find a node and to know their own.</summary>
internal sealed class MemberDirectory
{
    private volatile MemberStore? _store;

    /// <summary>Null until the data folder is open, and on a node alone.</summary>
    public MemberStore? Store => _store;

    public void Set(MemberStore store) => _store = store;
}
