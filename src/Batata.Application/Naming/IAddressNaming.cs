using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Application.Naming;

/// <summary>
/// Ephemeral instances and subscriptions of HTTP clients: each address is a client of its own and lives by its beats. In memory on
/// the node that owns the instance; another one asks it, once and for two seconds at most. Safe for any thread. Protocol source: Nacos <c>InstanceOperatorClientImpl</c>, <c>EphemeralIpPortClientManager</c>.
/// </summary>
public interface IAddressNaming
{
    /// <summary>Makes the service and the client. Counts as a beat.</summary>
    /// <returns><c>naming.instance</c>, <c>naming.kind_conflict</c> or <c>naming.too_many</c> when refused.</returns>
    ValueTask<Outcome<Done>> RegisterAsync(ServiceKey service, Instance instance, CancellationToken cancellationToken);

    /// <summary>The cluster is not looked at. Nothing there is a success.</summary>
    ValueTask<Outcome<Done>> DeregisterAsync(ServiceKey service, string ip, int port, CancellationToken cancellationToken);

    /// <summary>Renews and heals what this address registered in the service; weight, metadata and cluster stay.</summary>
    /// <param name="address">The cluster only finds the override that may set the interval.</param>
    /// <param name="ifUnknown">Registered when there is nothing (a full beat); null for a light beat and for v3.</param>
    /// <returns>A failure only when <paramref name="ifUnknown"/> was refused.</returns>
    ValueTask<Outcome<BeatAnswer>> BeatAsync(ServiceKey service, InstanceAddress address, Instance? ifUnknown, CancellationToken cancellationToken);

    /// <summary>Subscribes the UDP address of <paramref name="subscriber"/>, or renews it. A new one schedules a push.</summary>
    /// <returns><c>naming.too_many</c> when refused.</returns>
    Outcome<Done> Subscribe(in ServiceKey service, Subscriber subscriber);
}

/// <param name="Known">False: the client must register again (code 20404; 21003 in v3).</param>
/// <param name="IntervalMs">How often to beat.</param>
public readonly record struct BeatAnswer(bool Known, long IntervalMs, bool LightBeatEnabled);
