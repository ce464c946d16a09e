namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>One class of what can go wrong.</summary>
internal interface IFault
{
    /// <summary>For the table of rounds, and for <c>BATATA_FAULT</c>.</summary>
    string Name { get; }

    /// <summary>The nodes must have clocks that can jump.</summary>
    bool NeedsClocks => false;

    /// <summary>Breaks, holds and heals. Afterwards nothing is broken but nodes that do not run.</summary>
    Task PlayAsync(Scene scene);
}
