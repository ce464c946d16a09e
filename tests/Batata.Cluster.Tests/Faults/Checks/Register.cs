using System.Globalization;

namespace Batata.Cluster.Tests.Faults.Checks;

/// <summary>A config as a register of numbers, 0 when there is none. Protocol source: Nacos <c>insertOrUpdateCas</c> (what is missing is created, whatever was expected).</summary>
internal sealed class Register : ISequentialModel<int, Register.Call>
{
    public enum Kind
    {
        Read,
        Write,
        Replace,
    }

    public bool TryStep(int state, Call call, bool answered, out int next)
    {
        var takes = call.Kind == Kind.Write || (call.Kind == Kind.Replace && (state == call.Expected || state == 0));
        next = takes ? call.Value : state;
        // What was not answered need not happen: then only the case in which it changes something is worth a step.
        if (!answered) return takes && next != state;
        return call.Kind switch
        {
            Kind.Read => state == call.Value,
            Kind.Write => true,
            _ => takes == call.Taken,
        };
    }

    /// <param name="Value">What was read, or what was to be written.</param>
    /// <param name="Expected">Of a replacement: what it was to replace.</param>
    /// <param name="Taken">Of a replacement: what was answered.</param>
    public sealed record Call(Kind Kind, int Value, int Expected = 0, bool Taken = true)
    {
        public override string ToString() => Kind switch
        {
            Kind.Read => string.Create(CultureInfo.InvariantCulture, $"read {Value}"),
            Kind.Write => string.Create(CultureInfo.InvariantCulture, $"write {Value}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"replace {Expected} by {Value} ({(Taken ? "taken" : "refused")})"),
        };
    }
}
