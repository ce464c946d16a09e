namespace Batata.Application.KeyHistory;

/// <summary>How much is kept of what keys of Consul's KV store were before.</summary>
public sealed class KeyHistoryOptions
{
    /// <summary>Of each key; 0 keeps none and forgets those that there are. <c>batata.consul.kv-history.versions</c>.</summary>
    public int Versions { get; set; } = 20;

    /// <summary>0 keeps them for ever. <c>batata.consul.kv-history.days</c>.</summary>
    public int Days { get; set; } = 30;

    /// <summary>Larger values are not kept; that they were written is. <c>batata.consul.kv-history.max-value-size</c>. Bytes.</summary>
    public int MaxValueBytes { get; set; } = 65_536;
}
