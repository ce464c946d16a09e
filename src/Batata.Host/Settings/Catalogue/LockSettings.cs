using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Locks.</summary>
internal static class LockSettings
{
    private const int DayMs = 24 * 60 * 60 * 1000;

    public static SettingGroup Group => new("Locks",
    [
        Number("nacos.lock.default_expire_time", 1, DayMs, o => o.Locks.DefaultLeaseMs, (o, v) => o.Locks.DefaultLeaseMs = v,
            "Milliseconds that a lock is held at most when its client says nothing."),
        Number("nacos.lock.max_expire_time", 1, DayMs, o => o.Locks.MaxLeaseMs, (o, v) => o.Locks.MaxLeaseMs = v,
            "Milliseconds that a lock is held at most, whatever its client says."),
        Number("batata.lock.max-held", 1, 100_000_000, o => o.Locks.MaxHeld, (o, v) => o.Locks.MaxHeld = v,
            "Locks that may be held at a time. Anybody may take them without a login."),
    ]);
}
