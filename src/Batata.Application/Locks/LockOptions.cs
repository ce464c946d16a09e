namespace Batata.Application.Locks;

/// <summary>Settings of locks; the key of each is in its remark. Times in milliseconds.</summary>
public sealed class LockOptions
{
    /// <summary>Lease of who names none, or a negative one. <c>nacos.lock.default_expire_time</c>.</summary>
    public int DefaultLeaseMs { get; set; } = 30_000;

    /// <summary>Longer leases are cut to this. <c>nacos.lock.max_expire_time</c>.</summary>
    public int MaxLeaseMs { get; set; } = 1_800_000;

    /// <summary>Locks that may be held at a time. Anybody may take them without a login. <c>batata.lock.max-held</c>.</summary>
    public int MaxHeld { get; set; } = 1_000_000;
}
