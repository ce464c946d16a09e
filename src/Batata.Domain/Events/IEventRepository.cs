namespace Batata.Domain.Events;

/// <summary>Events for the applying thread.</summary>
public interface IEventRepository
{
    /// <summary>Keeps it as the last one and forgets the oldest.</summary>
    /// <param name="nodes">Whose agents keep it; null: all.</param>
    /// <param name="keep">How many are kept.</param>
    /// <returns>Its count.</returns>
    ulong Add(UserEvent fired, IReadOnlyList<string>? nodes, int keep);
}
