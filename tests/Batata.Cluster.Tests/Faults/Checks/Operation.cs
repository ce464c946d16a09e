namespace Batata.Cluster.Tests.Faults.Checks;

/// <summary>What a client asked for and was told, and when; times of <see cref="System.Diagnostics.Stopwatch"/>.</summary>
/// <param name="Returned">When the answer was there; null when there was none, or one that says the outcome is unknown: it may take effect at any later time, or never.</param>
internal sealed record Operation<TCall>(TCall Call, long Invoked, long? Returned);

/// <summary>What one object would do if it were asked one thing after the other.</summary>
internal interface ISequentialModel<TState, in TCall>
{
    /// <param name="answered">The call holds what the client was told; otherwise any answer will do.</param>
    /// <returns>Whether the call can take effect in this state with the answer that was given.</returns>
    bool TryStep(TState state, TCall call, bool answered, out TState next);
}
