using Batata.Domain.Locks;

namespace Batata.Domain.Tests.Locks;

public sealed class HeldLockTests
{
    [Fact]
    public void Acquire_OfAFreeLock_HoldsItForTheLease() => Assert.Equal(new HeldLock("k", 1_000, 1_500), HeldLock.Acquire(null, "k", 1_000, 500));

    [Theory]
    [InlineData(1_499, false)]
    [InlineData(1_500, true)]
    [InlineData(9_999, true)]
    public void Acquire_OfAHeldLock_WaitsForTheEndOfItsLease(long atMs, bool acquired) =>
        Assert.Equal(acquired, HeldLock.Acquire(new HeldLock("k", 1_000, 1_500), "k", atMs, 10) is not null);

    [Fact]
    public void LeaseOfNothing_IsOverAtOnce_AlsoForAnEntryThatSaysAnEarlierTime() =>
        Assert.NotNull(HeldLock.Acquire(new HeldLock("k", 1_000, 1_000), "k", 990, 10));

    [Fact]
    public void EarlierTime_EndsNoLease() => Assert.Null(HeldLock.Acquire(new HeldLock("k", 1_000, 1_500), "k", 0, 10));
}
