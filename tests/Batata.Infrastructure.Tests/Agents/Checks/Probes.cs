using Batata.Domain.Agents;
using Batata.Infrastructure.Agents.Checks;

namespace Batata.Infrastructure.Tests.Agents.Checks;

internal static class Probes
{
    /// <summary>Longer than any answer takes on a busy machine.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    public static async Task<CheckResult> RunAsync(this ICheckProbe probe, CheckDefinition check, TimeSpan timeout)
    {
        using var deadline = new CancellationTokenSource(timeout);
        return await probe.RunAsync(check, timeout, deadline.Token);
    }
}
