using static Batata.Cluster.Tests.Faults.Checks.Register;

namespace Batata.Cluster.Tests.Faults.Checks;

/// <summary>The checker finds what is wrong in histories that are known to be, and nothing in those that are right.</summary>
public sealed class LinearizabilityTests
{
    private static readonly Register _register = new();

    [Fact]
    public void Nothing_IsLinearizable() => Good();

    [Fact]
    public void OneAfterTheOther_IsLinearizable() => Good(Write(1, 0, 1), Read(1, 2, 3), Replace(1, 2, true, 4, 5), Replace(1, 3, false, 6, 7), Read(2, 8, 9));

    [Fact]
    public void Overlapping_MayTakeEffectInAnyOrder() => Good(Write(1, 0, 10), Write(2, 1, 9), Read(1, 11, 12));

    [Fact]
    public void ReadDuringAWrite_MaySeeItOrNot() => Good(Write(1, 0, 1), Write(2, 2, 9), Read(1, 3, 4), Read(2, 5, 6));

    [Fact]
    public void ReadDuringAWrite_DoesNotGoBack() => Bad(Write(1, 0, 1), Write(2, 2, 9), Read(2, 3, 4), Read(1, 5, 6));

    [Fact]
    public void AcknowledgedWrite_IsNotLost() => Bad(Write(1, 0, 1), Write(2, 2, 3), Read(1, 4, 5));

    [Fact]
    public void ReadOfWhatNobodyWrote_IsBad() => Bad(Write(1, 0, 1), Read(7, 2, 3));

    [Fact]
    public void TwoReplacementsOfOneValue_AreBad() => Bad(Write(1, 0, 1), Replace(1, 2, true, 2, 9), Replace(1, 3, true, 3, 8));

    [Fact]
    public void TwoReplacementsOfOneValue_WithThatValueBackBetween_AreGood() =>
        Good(Write(1, 0, 1), Replace(1, 2, true, 2, 9), Replace(2, 1, true, 2, 9), Replace(1, 3, true, 3, 8));

    [Fact]
    public void RefusalOfWhatWasThereAllTheTime_IsBad() => Bad(Write(1, 0, 1), Replace(1, 2, false, 2, 3));

    [Fact]
    public void Replacement_OfNothing_CreatesIt() => Good(Replace(5, 1, true, 0, 1), Read(1, 2, 3));

    [Fact]
    public void Unanswered_MayHappenLate() => Good(Write(1, 0, 1), Unanswered(Write(2, 2, 0)), Read(1, 3, 4), Read(2, 5, 6));

    [Fact]
    public void Unanswered_MayNeverHappen() => Good(Write(1, 0, 1), Unanswered(Write(2, 2, 0)), Read(1, 3, 4), Read(1, 5, 6));

    [Fact]
    public void Unanswered_DoesNotHappenBeforeItIsAskedFor() => Bad(Write(1, 0, 1), Read(2, 2, 3), Unanswered(Write(2, 4, 0)));

    [Fact]
    public void Unanswered_DoesNotHappenTwice() => Bad(Write(1, 0, 1), Unanswered(Write(2, 2, 0)), Read(2, 3, 4), Write(3, 5, 6), Read(2, 7, 8));

    [Fact]
    public void UnansweredReplacement_ExplainsARefusalAfterIt() => Good(Write(1, 0, 1), Unanswered(Replace(1, 2, true, 2, 0)), Replace(1, 3, false, 4, 5), Read(2, 6, 7));

    [Fact]
    public void UnansweredReplacement_ThatWasOvertaken_CannotHappenAnyMore() =>
        Bad(Write(1, 0, 1), Unanswered(Replace(1, 2, true, 2, 0)), Replace(1, 3, true, 4, 5), Read(2, 6, 7));

    [Fact]
    public void ManyUnanswered_AreDecided()
    {
        // 12 of them may or may not have come between: 2^12 sets, and the right one is found.
        var history = new List<Operation<Call>> { Write(1, 0, 1) };
        for (var i = 0; i < 12; i++) history.Add(Unanswered(Write(100 + i, 2, 0)));
        for (var i = 0; i < 12; i++) history.Add(Read(100 + (i * 5 % 12), 10 + (2 * i), 11 + (2 * i)));
        Good([.. history]);
        history.Add(Read(1, 100, 101));
        Bad([.. history]);
    }

    [Fact]
    public void UnansweredThatNobodySaw_AreDecidedHoweverManyTheyAre()
    {
        // Each refusal needs one of them in between, and there is always one left.
        var history = new List<Operation<Call>>();
        for (var i = 0; i < 60; i++) history.Add(Unanswered(Write(1000 + i, 0, 0)));
        for (var i = 1; i <= 60; i++) history.AddRange([Write(i, 10 * i, (10 * i) + 1), Replace(i, 2000 + i, false, (10 * i) + 2, (10 * i) + 3)]);
        Good([.. SeenValues.Apply(history, new Dictionary<int, long>())]);
        history.AddRange([Write(61, 1000, 1001), Replace(61, 3000, false, 1002, 1003)]);
        Bad([.. SeenValues.Apply(history, new Dictionary<int, long>())]);
    }

    [Fact]
    public void UnansweredThatWasSeen_HappenedBefore()
    {
        Operation<Call>[] history = [Write(1, 0, 1), Unanswered(Write(2, 2, 0)), Replace(1, 3, true, 6, 7), Read(3, 8, 9)];
        Assert.Null(Linearizability.Check(_register, 0, history));
        Bad([.. SeenValues.Apply(history, new Dictionary<int, long> { [2] = 5 })]);
        Good([.. SeenValues.Apply([.. history[..2], Replace(2, 3, true, 6, 7)], new Dictionary<int, long> { [2] = 5 })]);
    }

    [Fact]
    public void LongRandomHistory_ThatARegisterMade_IsLinearizable_AndIsNotWithOneAnswerChanged()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var history = Made(new Random(seed), 250);
            Good([.. history]);
            var at = history.FindLastIndex(static operation => operation is { Call.Kind: Kind.Read, Returned: not null });
            history[at] = history[at] with { Call = history[at].Call with { Value = 1_000_000 } };
            Bad([.. history]);
        }
    }

    [Fact]
    public void Lock_HasOneHolderAtATime()
    {
        var mutex = new MutualExclusion();
        Operation<MutualExclusion.Call> taken = new(new(true, true, "a"), 0, 1), released = new(new(false, true, "a"), 2, 3);
        Assert.Null(Linearizability.Check(mutex, false, [taken, released, new(new(true, true, "b"), 4, 5)]));
        Assert.Null(Linearizability.Check(mutex, false, [taken, new(new(true, false, "b"), 2, 3)]));
        Assert.Null(Linearizability.Check(mutex, false, [taken, released with { Returned = null }, new(new(true, true, "b"), 4, 5)]));
        Assert.NotNull(Linearizability.Check(mutex, false, [taken, new(new(true, true, "b"), 2, 3)]));
        Assert.NotNull(Linearizability.Check(mutex, false, [taken, released, new(new(true, false, "b"), 4, 5)]));
    }

    [Fact]
    public void SessionLock_HasOneHolder_WhoMayAskAgain()
    {
        var mutex = new SessionLock();
        Operation<SessionLock.Call> taken = new(new(true, true, "a"), 0, 1), again = new(new(true, true, "a"), 2, 3), released = new(new(false, true, "a"), 4, 5);
        Assert.Null(Linearizability.Check(mutex, "", [taken, again, released, new(new(true, true, "b"), 6, 7)]));
        Assert.Null(Linearizability.Check(mutex, "", [taken, new(new(false, false, "b"), 2, 3), new(new(true, false, "b"), 4, 5)]));
        Assert.Null(Linearizability.Check(mutex, "", [taken, released with { Returned = null }, new(new(true, true, "b"), 6, 7)]));
        Assert.NotNull(Linearizability.Check(mutex, "", [taken, new(new(true, true, "b"), 2, 3)]));
        Assert.NotNull(Linearizability.Check(mutex, "", [taken, new(new(false, true, "b"), 2, 3)]));
        Assert.NotNull(Linearizability.Check(mutex, "", [taken, released, new(new(true, false, "b"), 6, 7)]));
    }

    [Fact]
    public void Key_IsCreatedOnlyByWhoExpectsNothing()
    {
        var key = new KeyRegister();
        Assert.Null(Linearizability.Check(key, 0, [Replace(0, 1, true, 0, 1), Replace(0, 2, false, 2, 3), Replace(1, 3, true, 4, 5), Read(3, 6, 7)]));
        Assert.NotNull(Linearizability.Check(key, 0, [Replace(5, 1, true, 0, 1)]));
        Assert.NotNull(Linearizability.Check(key, 0, [Write(1, 0, 1), Write(2, 2, 3), Read(1, 4, 5)]));
    }

    /// <summary>What several clients may see of a real register: each takes effect at a random moment between call and answer, some go unanswered.</summary>
    private static List<Operation<Call>> Made(Random random, int count)
    {
        var state = 0;
        var history = new List<Operation<Call>>();
        var register = new Register();
        for (var i = 1; i <= count; i++)
        {
            var effect = i * 10;
            var (invoked, returned) = (effect - random.Next(40), effect + random.Next(40));
            var unanswered = random.Next(20) == 0;
            if (unanswered && random.Next(2) == 0) continue; // never happened, was never seen
            var kind = (Kind)random.Next(3);
            var call = kind switch
            {
                Kind.Read => new Call(kind, state),
                Kind.Write => new Call(kind, i),
                _ => new Call(kind, i, random.Next(3) == 0 ? state + 1 : state),
            };
            if (kind == Kind.Replace) call = call with { Taken = state == call.Expected || state == 0 };
            register.TryStep(state, call, true, out state);
            history.Add(new(call, invoked, unanswered ? null : returned));
        }
        return history;
    }

    private static Operation<Call> Read(int value, long from, long to) => new(new Call(Kind.Read, value), from, to);

    private static Operation<Call> Write(int value, long from, long to) => new(new Call(Kind.Write, value), from, to);

    private static Operation<Call> Replace(int expected, int value, bool taken, long from, long to) => new(new Call(Kind.Replace, value, expected, taken), from, to);

    private static Operation<Call> Unanswered(Operation<Call> operation) => operation with { Returned = null };

    private static void Good(params Operation<Call>[] history) => Assert.Null(Linearizability.Check(_register, 0, history));

    private static void Bad(params Operation<Call>[] history) => Assert.NotNull(Linearizability.Check(_register, 0, history));
}
