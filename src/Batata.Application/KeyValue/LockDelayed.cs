using Batata.Domain.KeyValue;

namespace Batata.Application.KeyValue;

/// <param name="Delay">Null: it is forgotten, since somebody acquired the key after it.</param>
public sealed record LockDelayed(string Key, LockDelay? Delay);
