namespace Batata.Domain.Naming;

/// <summary>
/// A life of a node, from start to end. Ephemeral records belong to one: what an older incarnation of the node owned waits for its clients, and then goes.
/// </summary>
/// <param name="NodeId">Stable over restarts.</param>
/// <param name="Number">Another one after each start.</param>
public sealed record NodeIncarnation(string NodeId, long Number);

/// <summary>Where an ephemeral record comes from and how new it is.</summary>
/// <param name="Sequence">Grows with each change that the owner makes to any of its records: a copy with a smaller one is older.</param>
public readonly record struct RecordStamp(NodeIncarnation Owner, long Sequence);
