namespace Batata.Domain.Catalog;

/// <summary>A check of a node, or of one service on it. Its key is node and id.</summary>
/// <param name="Status">See <see cref="CheckStatus"/>; the catalog takes any text.</param>
/// <param name="ServiceId">Empty for a check of the node.</param>
/// <param name="ServiceName">That of the service, whatever was given; what was given with a check of the node. So are the tags.</param>
/// <param name="Type"><c>http</c>, <c>ttl</c>…; empty when nobody runs it.</param>
/// <param name="Interval">As text, for show; so is the time-out.</param>
/// <param name="DefinitionJson">The member <c>Definition</c> as answers show it.</param>
public sealed record HealthCheck(
    string Node,
    string CheckId,
    string Name,
    string Status,
    string Notes,
    string Output,
    string ServiceId,
    string ServiceName,
    IReadOnlyList<string> ServiceTags,
    string Type,
    string Interval,
    string Timeout,
    int ExposedPort,
    string DefinitionJson,
    ulong CreateIndex,
    ulong ModifyIndex)
{
    /// <summary>Nothing differs but the indexes.</summary>
    public bool IsSameAs(HealthCheck other) =>
        (this with { ServiceTags = other.ServiceTags, CreateIndex = other.CreateIndex, ModifyIndex = other.ModifyIndex }).Equals(other)
        && ServiceTags.SequenceEqual(other.ServiceTags);
}
