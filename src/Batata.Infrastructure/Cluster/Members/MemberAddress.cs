using System.Globalization;
using System.Net;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>
/// A node of the cluster as the member list names it: <c>host</c> or <c>host:port</c>, IPv6 in brackets. Its other ports are counted from the
/// main one. Nodes know each other by their ids; this is where one is reached. Protocol source: Nacos <c>MemberUtil.singleParse</c>.
/// </summary>
/// <param name="Host">An IP address or a name, in lower case, without brackets. Names are resolved at each connect.</param>
public sealed record MemberAddress(string Host, int MainPort, int RaftPort)
{
    private const int FromMainToRaft = -1000;

    // Nacos: the sample file shows it, its own parser refuses it.
    private const string RaftPortSuffix = "raft_port=";

    /// <summary>Node-to-node calls.</summary>
    public int ClusterPort => MainPort + 1001;

    internal EndPoint RaftEndPoint => IPAddress.TryParse(Host, out var address) ? new IPEndPoint(address, RaftPort) : new DnsEndPoint(Host, RaftPort);

    /// <param name="defaultPort">Main port where none is written.</param>
    /// <returns>Null when the text names no member.</returns>
    public static MemberAddress? Parse(string text, int defaultPort)
    {
        var (address, suffix) = Cut(text.Trim(), '?');
        var (host, port) = Split(address);
        if (host.Length == 0 || Uri.CheckHostName(host) == UriHostNameType.Unknown) return null;
        var main = defaultPort;
        if (port is not null && !TryPort(port, out main)) return null;
        var raft = main + FromMainToRaft;
        if (suffix is not null && (!suffix.StartsWith(RaftPortSuffix, StringComparison.Ordinal) || !TryPort(suffix[RaftPortSuffix.Length..], out raft))) return null;
        if (raft <= 0 || main + 1001 > IPEndPoint.MaxPort) return null;
        // One spelling for one address.
        return new(IPAddress.TryParse(host, out var ip) ? ip.ToString() : host.ToLowerInvariant(), main, raft);
    }

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{MainPort}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{MainPort}");

    /// <summary>With the Raft port where that does not follow from the main one.</summary>
    public string ToListText() => RaftPort == MainPort + FromMainToRaft ? ToString() : string.Create(CultureInfo.InvariantCulture, $"{this}?{RaftPortSuffix}{RaftPort}");

    private static (string Host, string? Port) Split(string address)
    {
        if (!address.StartsWith('[')) return address.Count(':') > 1 ? (address, null) : Cut(address, ':');
        var end = address.IndexOf(']', StringComparison.Ordinal);
        if (end < 0) return ("", null);
        var rest = address[(end + 1)..];
        return rest.Length == 0 ? (address[1..end], null) : rest[0] == ':' ? (address[1..end], rest[1..]) : ("", null);
    }

    private static (string Before, string? After) Cut(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, null) : (text[..index], text[(index + 1)..]);
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= IPEndPoint.MaxPort;
}
