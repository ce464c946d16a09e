using System.Text.Json.Serialization;
using Batata.Application.Cluster;
using Batata.Domain.Configs;
using Batata.Domain.Namespaces;

namespace Batata.Api.Nacos.Push;

/// <summary>
/// The listeners of this node over all fronts, or of all nodes, in the shapes of the admin queries. Protocol source: Nacos 3.1
/// <c>ConfigListenerStateDelegate</c>, <c>ConfigSubService</c>.
/// </summary>
internal sealed class WhoListens(IEnumerable<IConfigListenerSource> sources, IPeerQueries peers)
{
    private static readonly PeerTopic<ConfigQuestion, Dictionary<string, string>> OfConfig =
        new("config.listeners-of-config", WhoListensJson.Default.ConfigQuestion, WhoListensJson.Default.DictionaryStringString);

    private static readonly PeerTopic<AddressQuestion, Dictionary<string, string>> OfAddress =
        new("config.listeners-of-address", WhoListensJson.Default.AddressQuestion, WhoListensJson.Default.DictionaryStringString);

    /// <summary>Client address → md5 that it holds.</summary>
    /// <param name="aggregate">Over all nodes that answer.</param>
    public Task<IDictionary<string, string>> ToAsync(in ConfigKey key, bool aggregate, CancellationToken cancellationToken) =>
        AllAsync(To(key), OfConfig, new ConfigQuestion(key.NamespaceId, key.Group, key.DataId), aggregate, cancellationToken);

    /// <summary>Group key → md5 that the client at this address holds.</summary>
    /// <param name="all">Of every namespace, not only of <paramref name="namespaceId"/>.</param>
    public Task<IDictionary<string, string>> AtAsync(string ip, bool all, string? namespaceId, bool aggregate, CancellationToken cancellationToken) =>
        AllAsync(At(ip, all, namespaceId), OfAddress, new AddressQuestion(ip, all, namespaceId), aggregate, cancellationToken);

    /// <summary>What this node answers the others.</summary>
    public static IEnumerable<Func<WhoListens, IPeerAnswerer>> Answerers =>
    [
        static here => new PeerAnswerer<ConfigQuestion, Dictionary<string, string>>(OfConfig, asked => new(here.To(ConfigKey.Of(asked.DataId, asked.Group, asked.NamespaceId)))),
        static here => new PeerAnswerer<AddressQuestion, Dictionary<string, string>>(OfAddress, asked => new(here.At(asked.Ip, asked.All, asked.NamespaceId))),
    ];

    private SortedDictionary<string, string> To(in ConfigKey key)
    {
        var md5ByIp = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var source in sources) source.CollectByConfig(key, md5ByIp);
        return md5ByIp;
    }

    private SortedDictionary<string, string> At(string ip, bool all, string? namespaceId)
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

    private async Task<IDictionary<string, string>> AllAsync<TQuestion>(
        SortedDictionary<string, string> here, PeerTopic<TQuestion, Dictionary<string, string>> topic, TQuestion question, bool aggregate, CancellationToken cancellationToken)
    {
        if (!aggregate) return here;
        foreach (var there in (await peers.AskAllAsync(topic, question, cancellationToken)).All)
        {
            foreach (var (listener, md5) in there) here.TryAdd(listener, md5);
        }
        return here;
    }
}

internal sealed record ConfigQuestion(string NamespaceId, string Group, string DataId);

internal sealed record AddressQuestion(string Ip, bool All, string? NamespaceId);

[JsonSerializable(typeof(ConfigQuestion))]
[JsonSerializable(typeof(AddressQuestion))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class WhoListensJson : JsonSerializerContext;
