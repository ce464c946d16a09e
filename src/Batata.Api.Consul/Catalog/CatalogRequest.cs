using Batata.Api.Consul.Http;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Catalog;

/// <summary>What reads of the catalog and of health may be asked with.</summary>
/// <param name="NodeMeta">Pairs that the node must have; empty for any node.</param>
/// <param name="Near">The node to sort from; empty for the order of names.</param>
/// <param name="Tags">Null: not looked at.</param>
internal sealed record CatalogRequest(
    QueryOptions Options, IReadOnlyDictionary<string, string> NodeMeta, string Near, IReadOnlyList<string>? Tags, string FilterText, bool Pretty)
{
    /// <returns>Null when it was refused, and that was answered.</returns>
    public static async Task<CatalogRequest?> ReadAsync(ConsulRequest request, string near, bool partitionAlone = false, string? missing = null)
    {
        var refused = QueryOptions.Parse(request, out var options) ?? (partitionAlone ? QueryOptions.RefusePartition(request) : QueryOptions.RefuseEnterprise(request));
        if (refused is null && missing is not null && request.Rest.Length == 0) refused = missing;
        if (refused is null)
        {
            var asked = request.Query;
            return new CatalogRequest(
                options, MetaOf(asked), near, asked.Has("tag") ? [.. asked.All("tag")] : null, asked.First("filter"), asked.Has("pretty"));
        }
        await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, refused);
        return null;
    }

    public bool Fits(CatalogNode node)
    {
        foreach (var (key, value) in NodeMeta)
        {
            if (node.Meta is null || !node.Meta.TryGetValue(key, out var has) || has != value) return false;
        }
        return true;
    }

    /// <summary>All tags are there, in any letter case. Protocol source: Consul <c>serviceTagsFilter</c>.</summary>
    public bool Fits(ServiceInstance service)
    {
        if (Tags is null) return true;
        foreach (var tag in Tags)
        {
            if (!service.Tags.Contains(tag, StringComparer.OrdinalIgnoreCase)) return false;
        }
        return true;
    }

    /// <summary>With what the parameters look at beside what is read.</summary>
    public WatchTopic[] Topics(params ReadOnlySpan<WatchTopic> read)
    {
        var topics = new List<WatchTopic>(read.Length + 2);
        topics.AddRange(read);
        if (NodeMeta.Count > 0 && !read.Contains(WatchTopic.Nodes)) topics.Add(WatchTopic.Nodes);
        if (Near.Length > 0) topics.Add(new WatchTopic(WatchKind.Coordinates));
        return [.. topics];
    }

    /// <summary>Of a repeated key the last counts; one without a colon asks for an empty value.</summary>
    private static Dictionary<string, string> MetaOf(ConsulQuery asked)
    {
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in asked.All("node-meta"))
        {
            var colon = pair.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) meta[pair] = "";
            else meta[pair[..colon]] = pair[(colon + 1)..];
        }
        return meta;
    }
}
