using Batata.Domain.Locks;

namespace Batata.Domain.Tests.Locks;

public sealed class HeldLockTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData(6L, false)]
    [InlineData(7L, true)]
    public void Lease_IsOver_ForWhoNamesThisHold(long? overToken, bool over) => Assert.Equal(over, new HeldLock("k", 7, 1_000).IsOver(overToken));

    [Fact]
    public void LeaseOfNothing_IsOverAtOnce() => Assert.True(new HeldLock("k", 7, 0).IsOver(null));
}
