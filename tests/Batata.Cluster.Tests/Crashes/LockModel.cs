using System.Diagnostics;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>
/// What must be true of one lock, told by those who hold it. A holder counts from the answer that made it one to the moment before it gives the lock back, dies,
/// or may have lost its session for want of a renewal. Nobody else may become one in between, and each has a higher LockIndex than all before.
/// </summary>
internal sealed class LockModel
{
    private readonly Lock _gate = new();
    private Hold? _held;
    private ulong _last;

    public int Acquisitions { get; private set; }

    /// <summary>Holders that were overtaken when they may have been too late to renew.</summary>
    public int Late { get; private set; }

    public Hold Acquired(string session, ulong index, long safeUntil)
    {
        lock (_gate)
        {
            if (_held is { } other)
            {
                Assert.True(Stopwatch.GetTimestamp() >= other.SafeUntil, $"{session} got the lock with {index} while {other.Session} holds it with {other.Index}");
                Late++;
            }
            Assert.True(index > _last, $"{session} got the lock with {index}, and {_last} was given out before");
            (_last, _held) = (index, new Hold(session, index, safeUntil));
            Acquisitions++;
            return _held;
        }
    }

    /// <summary>From now on somebody else may have it.</summary>
    public void Ends(Hold hold)
    {
        lock (_gate)
        {
            if (_held == hold) _held = null;
        }
    }

    /// <param name="SafeUntil">Until then its session cannot have run out, by the stopwatch.</param>
    internal sealed record Hold(string Session, ulong Index, long SafeUntil)
    {
        public bool IsSafe => Stopwatch.GetTimestamp() < SafeUntil;
    }
}
