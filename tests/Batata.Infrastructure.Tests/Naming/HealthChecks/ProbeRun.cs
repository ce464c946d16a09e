using Batata.Infrastructure.Naming.HealthChecks;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

internal static class ProbeRun
{
    /// <summary>One look, as the runner does it.</summary>
    public static async Task<ProbeOutcome> LookAsync(this IHealthProbe probe, CheckTarget target, TimeSpan? patience = null)
    {
        using var deadlines = new ProbeDeadlines(TimeProvider.System);
        var deadline = deadlines.Rent(patience ?? probe.Patience);
        try
        {
            return await probe.ProbeAsync(target, deadline);
        }
        catch (OperationCanceledException) when (deadline.Token.IsCancellationRequested)
        {
            return ProbeOutcome.TimedOut;
        }
        finally
        {
            deadlines.Return(deadline);
        }
    }
}
