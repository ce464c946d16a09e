using Batata.Domain.Configs;
using Batata.Domain.Namespaces;

namespace Batata.Api.Nacos.Push;

/// <summary>The listeners of this node over all fronts, in the shapes of the admin queries.</summary>
internal sealed class WhoListens(IEnumerable<IConfigListenerSource> sources)
{
    /// <summary>Client address → md5 that it holds.</summary>
    public IDictionary<string, string> To(in ConfigKey key)
    {
        var md5ByIp = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in sources) source.CollectByConfig(key, md5ByIp);
        return md5ByIp;
    }

    /// <summary>Group key → md5 that the client at this address holds.</summary>
    /// <param name="all">Of every namespace, not only of <paramref name="namespaceId"/>.</param>
    public IDictionary<string, string> At(string ip, bool all, string? namespaceId)
    {
        var md5ByConfig = new Dictionary<ConfigKey, string>();
        foreach (var source in sources) source.CollectByIp(ip, md5ByConfig);
        var asked = NamespaceId.Normalize(namespaceId);
        var md5ByKey = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, md5) in md5ByConfig)
        {
            if (all || key.NamespaceId == asked) md5ByKey[key.ToGroupKey()] = md5;
        }
        return md5ByKey;
    }
}
