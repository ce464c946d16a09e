using System.Buffers;
using System.Globalization;
using Batata.Domain.Namespaces;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// The query of a hot call, read from the request target without a dictionary. Only what the pipeline would let pass untouched is read: known
/// names, once each, legal values without an escape. Everything else is left to the pipeline.
/// </summary>
internal ref struct NamingQuery
{
    private const int MaxService = 512;
    private const int MaxGroup = 128;
    private const int MaxShort = 64;
    private const int MaxIp = 128;
    private const string EncodedSeparator = "%40%40"; // how Java clients write @@

    private static readonly SearchValues<char> NameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:");

    private ReadOnlySpan<char> _service;
    private ReadOnlySpan<char> _group;
    private ReadOnlySpan<char> _namespace;
    private int _seen;

    public ReadOnlySpan<char> Clusters { get; private set; }

    public ReadOnlySpan<char> Cluster { get; private set; }

    public ReadOnlySpan<char> Ip { get; private set; }

    public ReadOnlySpan<char> ClientIp { get; private set; }

    public ReadOnlySpan<char> App { get; private set; }

    public ReadOnlySpan<char> AccessToken { get; private set; }

    public bool HealthyOnly { get; private set; }

    public int Port { get; private set; }

    public int UdpPort { get; private set; }

    public ServiceKey Service { get; private set; }

    /// <returns>False when the pipeline should see it.</returns>
    public static bool TryRead(ReadOnlySpan<char> query, out NamingQuery read)
    {
        read = default;
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            if (equals < 0 || !read.Take(pair[..equals], pair[(equals + 1)..])) return false;
        }
        return read.FinishService();
    }

    private bool Take(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        switch (name)
        {
            case "serviceName":
                _service = value;
                return First(0) && !value.IsEmpty;
            case "groupName":
                _group = value;
                return First(1) && IsName(value, MaxGroup);
            case "namespaceId":
                _namespace = value;
                return First(2) && IsName(value, MaxShort) && value.IndexOfAny('.', ':') < 0;
            case "clusters":
                Clusters = value;
                return First(3) && AreClusters(value);
            case "clusterName":
                Cluster = value;
                return First(4) && IsCluster(value);
            case "ip":
                Ip = value;
                return First(5) && IsName(value, MaxIp);
            case "clientIP":
                ClientIp = value;
                return First(6) && IsName(value, MaxIp);
            case "app":
                App = value;
                return First(7) && IsName(value, MaxIp);
            case "port":
                return First(8) && IsPort(value, out var port) && (Port = port) >= 0;
            case "udpPort":
                return First(9) && IsPort(value, out var udpPort) && (UdpPort = udpPort) >= 0;
            case "healthyOnly":
                HealthyOnly = value is "true";
                return First(10) && value is "true" or "false";
            case "accessToken":
                AccessToken = value;
                return First(11) && !value.ContainsAny('%', '+');
            default:
                return false;
        }
    }

    private bool First(int bit)
    {
        var mask = 1 << bit;
        if ((_seen & mask) != 0) return false;
        _seen |= mask;
        return true;
    }

    /// <summary>A group inside the name wins over the parameter.</summary>
    private bool FinishService()
    {
        if (_service.IsEmpty) return false;
        var group = _group.IsEmpty ? ServiceKey.DefaultGroup : _group;
        var name = _service;
        var separator = name.IndexOf(ServiceKey.Separator, StringComparison.Ordinal) >= 0 ? ServiceKey.Separator : EncodedSeparator;
        if (name.IndexOf(separator, StringComparison.Ordinal) is >= 0 and var at)
        {
            group = name[..at];
            name = name[(at + separator.Length)..];
        }
        if (group.IsEmpty || name.IsEmpty || !IsName(group, MaxGroup) || !IsName(name, MaxService)) return false;
        Service = new ServiceKey(
            _namespace.IsEmpty || _namespace.SequenceEqual(NamespaceId.Public) ? NamespaceId.Public : _namespace.ToString(),
            group.SequenceEqual(ServiceKey.DefaultGroup) ? ServiceKey.DefaultGroup : group.ToString(),
            name.ToString());
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> value, int maxLength) => value.Length <= maxLength && !value.ContainsAnyExcept(NameChars);

    private static bool IsCluster(ReadOnlySpan<char> value) => IsName(value, MaxShort) && value.IndexOfAny('.', ':') < 0;

    private static bool AreClusters(ReadOnlySpan<char> value)
    {
        foreach (var range in value.Split(','))
        {
            if (!IsCluster(value[range])) return false;
        }
        return true;
    }

    private static bool IsPort(ReadOnlySpan<char> value, out int port) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65_535;
}
