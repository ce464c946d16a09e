using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>When a target is looked at again. Protocol source: Nacos <c>HealthCheckTaskV2.initCheckRt</c>, <c>HealthCheckCommonV2.reEvaluateCheckRt</c>.</summary>
internal static class CheckIntervals
{
    private const int FirstMs = 2_000;

    /// <summary>The switch does not check the parameters of MYSQL, and a target must not be looked at without a pause.</summary>
    private const int ShortestMs = 100;

    /// <summary>Two seconds and a random part that is rather small. Whatever the checker is, the parameters of TCP bound it.</summary>
    public static long FirstDelayMs(SwitchDomain switches, Random random) =>
        FirstMs + random.NextInt64(1 + random.NextInt64(1 + Math.Max(0, switches.TcpHealthParams.Max)));

    /// <summary>The old interval moves by its factor towards what the last look says, and stays between the bounds of its kind.</summary>
    public static long Next(long intervalMs, ProbePace pace, double tookMs, HealthParams bounds)
    {
        var towards = pace switch
        {
            ProbePace.Measured => tookMs,
            ProbePace.Doubled => intervalMs * 2,
            _ => bounds.Max,
        };
        var next = (bounds.Factor * intervalMs) + ((1 - bounds.Factor) * towards);
        return Math.Max(Math.Max(Math.Min((long)next, bounds.Max), bounds.Min), ShortestMs);
    }

    public static HealthParams BoundsOf(HealthChecker checker, SwitchDomain switches) => checker switch
    {
        HttpChecker => switches.HttpHealthParams,
        MySqlChecker => switches.MysqlHealthParams,
        _ => switches.TcpHealthParams,
    };
}
