namespace Batata.Application.Abstractions;

/// <summary>Waits until this node can serve reads that include every write acknowledged anywhere before the call.</summary>
public interface IReadBarrier
{
    /// <exception cref="UnavailableException">No leader could be asked in time.</exception>
    ValueTask WaitAsync(CancellationToken cancellationToken);

    /// <summary>
    /// There is nothing to wait for: this node leads, no other one can, and it has caught up with what was acknowledged before it did. Cheap enough for every
    /// read; a new leader has to wait once.
    /// </summary>
    bool IsPassed => false;
}

/// <summary>The node cannot serve now; adapters answer 503.</summary>
public sealed class UnavailableException(string message, Exception? inner = null) : Exception(message, inner);
