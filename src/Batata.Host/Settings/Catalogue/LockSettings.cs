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
    ]);
}
