namespace Batata.Application.Cluster;

/// <summary>How busy a node is with clients.</summary>
/// <param name="Connections">Of gRPC, registered.</param>
/// <param name="FromSdks">Those of them that can be told to move.</param>
/// <param name="MachineLoad">Processes that run or wait, over the last minute; -1 when the system does not tell.</param>
/// <param name="Cpu">Share of all processors that is busy; -1 when the system does not tell.</param>
public sealed record ClientLoad(int Connections, int FromSdks, double MachineLoad, double Cpu);

/// <summary>The clients that are connected to this node. A front implements it.</summary>
public interface IClientLoad
{
    ClientLoad Current { get; }

    /// <summary>Tells as many clients to move as there are connections over this number; 0 and less tells nobody. Does not wait for them.</summary>
    /// <param name="redirectTo"><c>host:port</c> of the node they shall move to; null when any other will do.</param>
    /// <returns>How many were told.</returns>
    int MoveDownTo(int count, string? redirectTo);
}

/// <summary>The same of every node.</summary>
public interface IClusterLoad
{
    /// <summary>Asks all nodes at once, in bounded time. A node that does not answer is not in the answer.</summary>
    Task<IReadOnlyList<(MemberName Node, ClientLoad Load)>> CollectAsync(CancellationToken cancellationToken);

    /// <returns>False when the node did not answer in time.</returns>
    Task<bool> MoveDownToAsync(MemberName node, int count, string? redirectTo, CancellationToken cancellationToken);
}
