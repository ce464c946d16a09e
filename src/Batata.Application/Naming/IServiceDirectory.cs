using Batata.Domain.Naming;

namespace Batata.Application.Naming;

/// <summary>Reads of what is registered, ephemeral and persistent. From memory, never behind a write that this node acknowledged.</summary>
public interface IServiceDirectory
{
    /// <summary>No lock and no allocation, but for the first reader after a change, who builds the snapshot.</summary>
    /// <returns>Null when nobody registered, subscribed or set anything. A snapshot without <see cref="ServiceSnapshot.Kind"/> is no service either.</returns>
    ServiceSnapshot? Find(in ServiceKey service);

    /// <summary>
    /// What to answer a client: as <see cref="Find"/>, and an empty one when there is nothing. Take the time of an answer from here and from no
    /// other clock: clients drop what is not newer than what they have.
    /// </summary>
    ServiceSnapshot Serve(in ServiceKey service);
}

/// <summary>Switches as they are in force on this node.</summary>
public interface ISwitches
{
    SwitchDomain Current { get; }

    /// <summary>For this node alone, until the next replicated change.</summary>
    void SetHere(SwitchDomain switches);
}
