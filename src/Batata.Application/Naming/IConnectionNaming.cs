using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Application.Naming;

/// <summary>
/// Ephemeral instances and subscriptions of connections. What a connection holds goes with it. In memory, never waits for I/O; safe for any
/// thread. Protocol source: Nacos <c>EphemeralClientOperationServiceImpl</c>, <c>ConnectionBasedClientManager</c>.
/// </summary>
public interface IConnectionNaming
{
    /// <summary>To be called once the connection is set up; calls for an unknown connection are refused.</summary>
    /// <param name="attachment">Comes back in <see cref="IServiceSubscription.Attachment"/>: the front's own object of the connection.</param>
    void Connect(NamingConnection connection, object? attachment = null);

    /// <summary>Removes all that the connection holds. Unknown ids are ignored.</summary>
    void Disconnect(string clientId);

    /// <summary>
    /// One registration for each connection and service: a second one replaces the first, whatever its address. Makes the service.
    /// The instance is ephemeral whatever it says.
    /// </summary>
    /// <returns><c>naming.instance</c>, <c>naming.kind_conflict</c>, <c>naming.client_missing</c> or <c>naming.too_many</c> when refused.</returns>
    Outcome<Done> Register(string clientId, in ServiceKey service, Instance instance);

    /// <summary>As <see cref="Register"/>, for a whole list, which may be empty and is not checked.</summary>
    Outcome<Done> RegisterBatch(string clientId, in ServiceKey service, IReadOnlyList<Instance> instances);

    /// <summary>Removes what the connection registered in the service. Nothing there is a success.</summary>
    /// <returns><c>naming.client_missing</c> when the service is known but the connection is not.</returns>
    Outcome<Done> Deregister(string clientId, in ServiceKey service);

    /// <summary>
    /// Keeps the subscription until it is taken back, also when there is no such service, which it does not make. A new one schedules a push;
    /// a repeated one replaces the details.
    /// </summary>
    /// <returns><c>naming.client_missing</c> or <c>naming.too_many</c> when refused.</returns>
    Outcome<Done> Subscribe(string clientId, in ServiceKey service, Subscriber subscriber);

    /// <returns><c>naming.client_missing</c> when refused.</returns>
    Outcome<Done> Unsubscribe(string clientId, in ServiceKey service);
}
