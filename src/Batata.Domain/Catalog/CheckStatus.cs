namespace Batata.Domain.Catalog;

/// <summary>States of a check, and what several make together. Protocol source: Consul <c>HealthChecks.AggregatedStatus</c>.</summary>
public static class CheckStatus
{
    public const string Passing = "passing";
    public const string Warning = "warning";
    public const string Critical = "critical";
    public const string Maintenance = "maintenance";

    public const string NodeMaintenanceId = "_node_maintenance";
    public const string ServiceMaintenancePrefix = "_service_maintenance:";

    /// <returns>Maintenance before critical before warning; passing when there is no check; empty when one has a status that nobody knows.</returns>
    public static string Aggregate(IEnumerable<HealthCheck> checks)
    {
        var (warning, critical) = (false, false);
        foreach (var check in checks)
        {
            if (check.CheckId == NodeMaintenanceId || check.CheckId.StartsWith(ServiceMaintenancePrefix, StringComparison.Ordinal)) return Maintenance;
            switch (check.Status)
            {
                case Passing: break;
                case Warning: warning = true; break;
                case Critical: critical = true; break;
                default: return "";
            }
        }
        return critical ? Critical : warning ? Warning : Passing;
    }
}
