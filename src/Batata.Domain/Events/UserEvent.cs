namespace Batata.Domain.Events;

/// <summary>Something that somebody told the agents of the cluster. Immutable.</summary>
/// <param name="Id">A UUID.</param>
/// <param name="Payload">Empty for none.</param>
/// <param name="NodeFilter">Regular expression of the names of nodes; empty for all. So are the others, of ids of services on a node and of their tags.</param>
/// <param name="LTime">The how-manyeth event it is; 0 before it is applied.</param>
public sealed record UserEvent(string Id, string Name, byte[] Payload, string NodeFilter, string ServiceFilter, string TagFilter, ulong LTime);
