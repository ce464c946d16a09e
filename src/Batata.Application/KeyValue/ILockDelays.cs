namespace Batata.Application.KeyValue;

/// <summary>Lock delays as this node has seen them pass, by a clock that only runs. After a restart they count from anew: longer, never shorter.</summary>
public interface ILockDelays
{
    /// <returns>Null when nothing delays this key.</returns>
    SeenDelay? Find(string key);
}

/// <param name="Mark">Which one it is: <see cref="Batata.Domain.KeyValue.LockDelay.Mark"/>.</param>
public readonly record struct SeenDelay(ulong Mark, bool IsOver);
