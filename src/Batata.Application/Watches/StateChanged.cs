namespace Batata.Application.Watches;

/// <summary>An entry changed something that Consul's reads show.</summary>
/// <param name="Topics">Keys are told one by one; who watches a prefix is found from them.</param>
public sealed record StateChanged(IReadOnlyList<WatchTopic> Topics);
