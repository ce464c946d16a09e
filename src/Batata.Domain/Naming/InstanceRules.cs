using Batata.Domain.Shared;

namespace Batata.Domain.Naming;

/// <summary>What an instance must be to be registered. Protocol source: Nacos <c>NamingUtils.checkInstanceIsLegal</c>, <c>InstanceForm</c>.</summary>
public static class InstanceRules
{
    public const double MaxWeight = 10_000;

    /// <summary>Asked by the HTTP APIs alone; gRPC takes any weight.</summary>
    public static Failure? WeightProblem(double weight) => weight is >= 0 and <= MaxWeight ? null : NamingFailures.Weight();

    /// <summary>Asked of every single registration, over gRPC too; not of a batch.</summary>
    public static Failure? Problem(Instance instance)
    {
        if (instance.HeartBeatTimeoutMs < instance.HeartBeatIntervalMs || instance.IpDeleteTimeoutMs < instance.HeartBeatIntervalMs)
            return NamingFailures.HeartBeatTimes();
        foreach (var c in instance.ClusterName)
        {
            // Narrower than the parameter check, which lets the underscore pass.
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return NamingFailures.ClusterName(instance.ClusterName);
        }
        return null;
    }
}
