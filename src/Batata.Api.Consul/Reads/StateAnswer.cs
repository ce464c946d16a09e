using Batata.Application.Watches;

namespace Batata.Api.Consul.Reads;

/// <summary>What a read of the state answers, ready to be sent.</summary>
/// <param name="Index">Of what was read: <c>X-Consul-Index</c>, and what a blocking query waits to see passed.</param>
internal sealed record StateAnswer(int Status, string? ContentType, ReadOnlyMemory<byte> Body, ulong Index)
{
    /// <summary>The one thing that was asked for is not there: a query that waits for it is not ended by what becomes of others.</summary>
    public bool IsMissing { get; init; }

    /// <summary>Its index may move without it: it is not kept.</summary>
    public bool IsVolatile { get; init; }

    /// <summary>It is sent without the headers of a read, as a node without a coordinate is.</summary>
    public bool IsBare { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}

/// <summary>How a read is done.</summary>
/// <param name="Topics">Whatever may change the answer.</param>
internal sealed record StateRead(WatchTopic[] Topics, Func<CancellationToken, ValueTask<StateAnswer>> ReadAsync)
{
    /// <summary>The answer says with which consistency it was read.</summary>
    public bool SaysConsistency { get; init; }

    /// <summary>Consul's agents keep it when they are asked to, and say whether they had it.</summary>
    public bool IsCacheable { get; init; }
}
