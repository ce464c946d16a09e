using Batata.Application.Cluster;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>
/// Which persistent instances this node looks at. Asked before each look and before each report, so it may change at any time; every node
/// keeps all targets, and whoever becomes the owner begins with the health that the log says. Must be quick.
/// </summary>
internal interface ICheckOwnership
{
    bool Owns(CheckTarget target);
}

/// <summary>The node that leads the log looks at all of them: a node alone once it is ready.</summary>
internal sealed class LeaderChecks(ILeaderLease lease) : ICheckOwnership
{
    public bool Owns(CheckTarget target) => lease.TryHold(out _);
}
