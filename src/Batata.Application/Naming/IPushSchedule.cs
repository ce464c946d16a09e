using Batata.Domain.Naming;

namespace Batata.Application.Naming;

/// <summary>
/// What the push engine has to send, and when: one merge window for each service, however many changes and subscriptions fall into it. Holds
/// at most one item for each service that has subscribers. Protocol source: Nacos <c>PushDelayTaskExecuteEngine</c>.
/// </summary>
public interface IPushSchedule
{
    /// <summary>
    /// Waits until a window ends, then takes all that have ended. For one consumer. While the switch <c>pushEnabled</c> is off nothing is
    /// due: it keeps and runs when it is on again.
    /// </summary>
    ValueTask<IReadOnlyList<DuePush>> TakeAsync(CancellationToken cancellationToken);

    /// <summary>A push to this subscriber failed: again after the retry delay, with the data of then. Nothing when it is not subscribed any more.</summary>
    void Retry(IServiceSubscription subscription);

    /// <summary>What waits for the end of its window, or for the switch. Looks at each: for metrics.</summary>
    PushBacklog Backlog { get; }
}

/// <param name="ChangedServices">Services that changed, whose subscribers are all waiting.</param>
/// <param name="Subscriptions">Those that wait alone: new ones, and failed ones that are tried again.</param>
public readonly record struct PushBacklog(int ChangedServices, int Subscriptions);

/// <param name="Snapshot">What to send.</param>
/// <param name="Targets">Who gets it; never empty.</param>
public readonly record struct DuePush(ServiceSnapshot Snapshot, IReadOnlyList<IServiceSubscription> Targets);

/// <summary>A subscription that stands. The same object as long as the client does not take it back.</summary>
public interface IServiceSubscription
{
    ServiceKey Service { get; }

    string ClientId { get; }

    NamingClientKind ClientKind { get; }

    /// <summary>The newest details: a repeated subscription replaces them.</summary>
    Subscriber Subscriber { get; }

    /// <summary>What the front gave for the connection (<see cref="IConnectionNaming.Connect"/>).</summary>
    object? Attachment { get; }

    /// <summary>False once it is taken back or the client is gone.</summary>
    bool Active { get; }

    /// <summary>Of whoever pushes to this kind of client; nobody else looks at it.</summary>
    object? PushState { get; set; }
}
