namespace Batata.Api.Consul.Bodies;

/// <summary>Says of fields that this edition has not that it is that. Protocol source: Consul CE <c>rewordUnknownEnterpriseFieldError</c>.</summary>
internal static class EnterpriseBodies
{
    public static string Reword(string problem) =>
        problem.Equals("json: unknown field \"Namespace\"", StringComparison.OrdinalIgnoreCase) ? $"{problem} - Namespaces are a Consul Enterprise feature"
        : problem.Equals("json: unknown field \"Partition\"", StringComparison.OrdinalIgnoreCase) ? $"{problem} - Partitions are a Consul Enterprise feature"
        : problem;
}
