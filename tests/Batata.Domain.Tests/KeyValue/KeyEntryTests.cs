using Batata.Domain.KeyValue;

namespace Batata.Domain.Tests.KeyValue;

public sealed class KeyEntryTests
{
    private static readonly byte[] A = [1];
    private static readonly byte[] B = [2];

    [Fact]
    public void Written_TheSameAgain_IsTheSameEntry()
    {
        var first = KeyEntry.Written(null, "k", A, 7, index: 5);
        Assert.Same(first, KeyEntry.Written(first, "k", [1], 7, index: 6));
        Assert.Equal((5UL, 6UL), IndexesOf(KeyEntry.Written(first, "k", A, 8, index: 6)));
        Assert.Equal((5UL, 6UL), IndexesOf(KeyEntry.Written(first, "k", B, 7, index: 6)));
    }

    [Fact]
    public void Written_OverALock_KeepsTheHolderAndForgetsTheCount()
    {
        var locked = KeyEntry.Acquired(null, "k", A, 0, "s1", index: 5)!;
        var written = KeyEntry.Written(locked, "k", A, 0, index: 6);
        Assert.Equal(("s1", 0UL, 6UL), (written.Session, written.LockIndex, written.ModifyIndex));
        Assert.Equal(1UL, KeyEntry.Acquired(written with { Session = "" }, "k", A, 0, "s2", index: 7)!.LockIndex);
    }

    [Fact]
    public void Acquired_CountsEachHolderOnce()
    {
        var first = KeyEntry.Acquired(null, "k", A, 0, "s1", index: 5)!;
        Assert.Equal(1UL, first.LockIndex);
        Assert.Null(KeyEntry.Acquired(first, "k", A, 0, "s2", index: 6));
        Assert.Same(first, KeyEntry.Acquired(first, "k", A, 0, "s1", index: 6));
        var again = KeyEntry.Acquired(first, "k", B, 0, "s1", index: 6)!;
        Assert.Equal((1UL, 6UL), (again.LockIndex, again.ModifyIndex));
        Assert.Equal(2UL, KeyEntry.Acquired(again.Freed(7), "k", B, 0, "s2", index: 8)!.LockIndex);
    }

    [Fact]
    public void Released_IsForTheHolderAlone()
    {
        var locked = KeyEntry.Acquired(null, "k", A, 0, "s1", index: 5)!;
        Assert.Null(KeyEntry.Released(locked, B, 3, "s2", index: 6));
        Assert.Null(KeyEntry.Released(null, B, 3, "s1", index: 6));
        var released = KeyEntry.Released(locked, B, 3, "s1", index: 6)!;
        Assert.Equal(("", 1UL, 3UL, 5UL, 6UL), (released.Session, released.LockIndex, released.Flags, released.CreateIndex, released.ModifyIndex));
        Assert.Equal(B, released.Value);
    }

    [Fact]
    public void Matches_IndexZero_AsksThatThereIsNone()
    {
        var entry = KeyEntry.Written(null, "k", A, 0, index: 5);
        Assert.True(KeyEntry.Matches(null, 0));
        Assert.False(KeyEntry.Matches(entry, 0));
        Assert.True(KeyEntry.Matches(entry, 5));
        Assert.False(KeyEntry.Matches(entry, 4));
        Assert.False(KeyEntry.Matches(null, 5));
    }

    private static (ulong Create, ulong Modify) IndexesOf(KeyEntry entry) => (entry.CreateIndex, entry.ModifyIndex);
}
