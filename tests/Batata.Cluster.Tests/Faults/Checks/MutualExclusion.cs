namespace Batata.Cluster.Tests.Faults.Checks;

/// <summary>A lock whose lease does not end: held or not. Protocol source: Nacos <c>NacosMutexLock</c> (whoever names it may release it).</summary>
internal sealed class MutualExclusion : ISequentialModel<bool, MutualExclusion.Call>
{
    public bool TryStep(bool state, Call call, bool answered, out bool next)
    {
        var takes = call.Acquire != state;
        next = takes ? call.Acquire : state;
        return answered ? takes == call.Taken : takes;
    }

    public sealed record Call(bool Acquire, bool Taken, string Who)
    {
        public override string ToString() => $"{(Acquire ? "acquire" : "release")} by {Who} ({(Taken ? "taken" : "refused")})";
    }
}
