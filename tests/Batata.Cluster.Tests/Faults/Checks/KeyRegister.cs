namespace Batata.Cluster.Tests.Faults.Checks;

/// <summary>
/// A key of Consul as a register of numbers, 0 when there is none. What is expected is told by an index on the wire; since no value is written twice, each index has one value.
/// Protocol source: Consul <c>kvsSetCASTxn</c> (index 0: only when it is absent, another: only when it is there with that).
/// </summary>
internal sealed class KeyRegister : ISequentialModel<int, Register.Call>
{
    public bool TryStep(int state, Register.Call call, bool answered, out int next)
    {
        var takes = call.Kind == Register.Kind.Write || (call.Kind == Register.Kind.Replace && state == call.Expected);
        next = takes ? call.Value : state;
        if (!answered) return takes && next != state;
        return call.Kind switch
        {
            Register.Kind.Read => state == call.Value,
            Register.Kind.Write => true,
            _ => takes == call.Taken,
        };
    }
}
