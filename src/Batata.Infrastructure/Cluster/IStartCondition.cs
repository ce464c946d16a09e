namespace Batata.Infrastructure.Cluster;

/// <summary>What a node must have beside its log before it is ready for the first time.</summary>
internal interface IStartCondition
{
    /// <summary>What is missing, for people; null when it is there.</summary>
    string? Waiting { get; }

    Task WaitAsync(CancellationToken cancellationToken);
}
