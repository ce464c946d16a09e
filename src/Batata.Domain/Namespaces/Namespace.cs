namespace Batata.Domain.Namespaces;

/// <summary>A namespace that somebody made. <c>public</c> has no record; configs and services may live in one that has none, too.</summary>
/// <param name="Description">Null when none was said.</param>
public sealed record Namespace(string Id, string Name, string? Description);
