using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming;

internal sealed class Subscription(RegistryClient client, ServiceEntry service, Subscriber subscriber) : IServiceSubscription, IClientItem, IPlaced
{
    private volatile Subscriber _subscriber = subscriber;
    private volatile bool _active = true;

    public RegistryClient Client { get; } = client;

    public ServiceEntry Service { get; } = service;

    public Subscriber Subscriber
    {
        get => _subscriber;
        set => _subscriber = value;
    }

    public bool Active
    {
        get => _active;
        set => _active = value;
    }

    /// <summary>Waits in the schedule to be pushed to alone. Guarded by the schedule.</summary>
    public bool Scheduled { get; set; }

    public object? PushState { get; set; }

    public string ClientId => Client.Id;

    public NamingClientKind ClientKind => Client.Kind;

    public object? Attachment => Client.Attachment;

    ServiceKey IServiceSubscription.Service => Service.Key;

    int IPlaced.Place { get; set; }
}
