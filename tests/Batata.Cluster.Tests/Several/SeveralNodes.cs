namespace Batata.Cluster.Tests.Several;

/// <summary>Clusters of three processes take turns: two at a time would be slow for reasons of their own.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SeveralNodes
{
    public const string Name = "several nodes";
}
