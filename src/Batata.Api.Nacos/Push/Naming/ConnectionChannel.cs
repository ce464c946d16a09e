using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Api.Nacos.Naming.Grpc;
using Batata.Api.Nacos.Naming;
using Batata.Api.Nacos.Naming.Json;
using Batata.Application.Naming;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Push.Naming;

/// <summary>
/// Pushes over the streams of gRPC: one payload for each view that somebody subscribed with, whatever the number of subscribers; all share one
/// request id.
/// </summary>
internal sealed class ConnectionChannel(
    ServiceAnswers services,
    PushCodec pushes,
    IPushSchedule schedule,
    DeadlineQueue deadlines,
    PushCounters counters,
    TimeProvider time,
    IOptions<NamingOptions> options)
    : ISubscriberChannel
{
    // One try: the schedule makes the next one, with what the service is then.
    private readonly PushRetries _retries = PushRetries.OfServices(deadlines, time, options.Value) with { MaxTries = 1 };

    // Of the service that is being pushed. Clusters are in a view as the subscriber wrote them, for so they go back.
    private readonly Dictionary<HostView, (Payload Payload, bool Empty)> _byView = [];

    public NamingClientKind Kind => NamingClientKind.Connection;

    public void Push(ServiceSnapshot snapshot, IReadOnlyList<IServiceSubscription> targets)
    {
        _byView.Clear();
        var requestId = pushes.NextId();
        foreach (var target in targets)
        {
            if (target.ClientKind != Kind) continue;
            var subscriber = target.Subscriber;
            var view = new HostView(subscriber.Clusters, UniqueAddresses: ServiceAnswers.NeedsUniqueAddresses(subscriber.Agent));
            if (!_byView.TryGetValue(view, out var push))
            {
                var service = services.Of(snapshot, view);
                _byView.Add(view, push = (pushes.Write(new NotifySubscriberRequest(service), requestId), service.Hosts.IsOfNobody));
            }
            SlotOf(target).Offer(push.Payload, requestId);
            counters.Sent(push.Empty);
        }
        _byView.Clear();
    }

    private SubscriberSlot SlotOf(IServiceSubscription target)
    {
        if (target.PushState is SubscriberSlot known) return known;
        var slot = new SubscriberSlot((ClientConnection)target.Attachment!, _retries, target, schedule, counters);
        target.PushState = slot;
        return slot;
    }
}
