namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>Clients that do what clients do while a fault is played, and keep what they were told.</summary>
internal interface ILoad
{
    /// <summary>Returns once it is at work everywhere. For a cluster without faults.</summary>
    Task StartAsync();

    /// <summary>Begins nothing new, and waits for the answers that are due.</summary>
    Task StopAsync();
}
