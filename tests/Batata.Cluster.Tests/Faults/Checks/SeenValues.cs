namespace Batata.Cluster.Tests.Faults.Checks;

/// <summary>
/// What the reads between tell of changes without an answer, when no value is written twice. A node shows only what was committed: a value that was seen was written before it was
/// seen. One that nobody ever saw is like any other that nobody saw, and at most explains why a replacement was refused.
/// </summary>
internal static class SeenValues
{
    /// <summary>A value that nobody saw.</summary>
    public const int Unseen = -1;

    /// <param name="seen">Each value that a client read, and when it had read it first.</param>
    public static IReadOnlyList<Operation<Register.Call>> Apply(IEnumerable<Operation<Register.Call>> history, IReadOnlyDictionary<int, long> seen) =>
    [
        .. history.Select(operation => operation.Returned is not null ? operation
            : seen.TryGetValue(operation.Call.Value, out var time) ? operation with { Returned = Math.Max(time, operation.Invoked) }
            : operation with { Call = operation.Call with { Value = Unseen } }),
    ];
}
