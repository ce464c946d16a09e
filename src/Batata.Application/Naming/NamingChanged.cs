using Batata.Domain.Naming;

namespace Batata.Application.Naming;

/// <summary>Something that naming replicates changed and is committed. One type of change for all of it, so that they are seen in their order.</summary>
public abstract record NamingChanged;

/// <param name="After">Null: deregistered.</param>
public sealed record PersistentInstanceChanged(ServiceKey Service, string Ip, int Port, Instance? After) : NamingChanged;

/// <param name="After">Null: nothing is set by hand any more.</param>
/// <param name="ServiceRemoved">Somebody removed the service itself, not only what was set for it.</param>
public sealed record ServiceMetadataChanged(ServiceKey Service, ServiceMetadata? After, bool ServiceRemoved) : NamingChanged;

/// <param name="After">Null: nothing is overridden any more.</param>
public sealed record InstanceOverrideChanged(ServiceKey Service, InstanceAddress Address, InstanceOverride? After) : NamingChanged;

public sealed record SwitchesChanged(SwitchDomain After) : NamingChanged;
