using System.Net;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>
/// A node as Raft knows it: by the id of its data folder, and not by an address. Where it is reached the connector looks up at each connect, so a
/// node may move without a change of members, and a folder that was lost is another node at the same address.
/// </summary>
internal sealed class NodeEndPoint(Guid id) : DnsEndPoint(NameOf(id), AnyPort)
{
    /// <summary>Not a port of anything: the type wants one.</summary>
    private const int AnyPort = 1;

    public static string NameOf(Guid id) => id.ToString("N");

    /// <returns>Null when the endpoint is not one of these.</returns>
    public static Guid? IdOf(EndPoint endPoint) => endPoint is DnsEndPoint { Host: var name } && Guid.TryParseExact(name, "N", out var id) ? id : null;

    /// <summary>For the log of the library.</summary>
    public override string ToString() => $"node {Host.AsSpan(0, 8)}";
}
