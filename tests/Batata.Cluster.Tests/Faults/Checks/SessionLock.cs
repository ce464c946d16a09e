namespace Batata.Cluster.Tests.Faults.Checks;

/// <summary>A key of Consul that sessions hold which nothing ends: the one that has it, or empty. Protocol source: Consul <c>kvsLockTxn</c>, <c>kvsUnlockTxn</c> (the holder may acquire again).</summary>
internal sealed class SessionLock : ISequentialModel<string, SessionLock.Call>
{
    public bool TryStep(string state, Call call, bool answered, out string next)
    {
        var takes = call.Acquire ? state.Length == 0 || state == call.Session : state == call.Session;
        next = takes ? call.Acquire ? call.Session : "" : state;
        // What was not answered need not happen: then only the case in which it changes something is worth a step.
        return answered ? takes == call.Taken : takes && next != state;
    }

    public sealed record Call(bool Acquire, bool Taken, string Session)
    {
        public override string ToString() => $"{(Acquire ? "acquire" : "release")} by {Session} ({(Taken ? "taken" : "refused")})";
    }
}
