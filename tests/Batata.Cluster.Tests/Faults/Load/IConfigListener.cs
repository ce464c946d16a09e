namespace Batata.Cluster.Tests.Faults.Load;

/// <summary>Somebody who keeps a few configs by listening to them on one node, and never looks without having been told.</summary>
internal interface IConfigListener : ILoad, IAsyncDisposable
{
    /// <summary>For people.</summary>
    string Name { get; }

    /// <returns>What it holds: the content, null for none.</returns>
    string? Known(string dataId);
}
