using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Api.Nacos.Naming;
using Batata.Application.Naming;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Push.Naming;

/// <summary>
/// Pushes over the streams of gRPC: one payload for each text of clusters that somebody subscribed with, whatever the number of subscribers;
/// all share one request id.
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

    // Texts of clusters and their payloads, of the service that is being pushed.
    private readonly Dictionary<string, Payload> _byClusters = new(StringComparer.Ordinal);

    public NamingClientKind Kind => NamingClientKind.Connection;

    public void Push(ServiceSnapshot snapshot, IReadOnlyList<IServiceSubscription> targets)
    {
        _byClusters.Clear();
        Payload? withoutClusters = null;
        var requestId = pushes.NextId();
        foreach (var target in targets)
        {
            if (target.ClientKind != Kind) continue;
            var clusters = target.Subscriber.Clusters;
            Payload? payload;
            if (clusters is null) payload = withoutClusters ??= Write(snapshot, null, requestId);
            else if (!_byClusters.TryGetValue(clusters, out payload)) _byClusters.Add(clusters, payload = Write(snapshot, clusters, requestId));
            SlotOf(target).Offer(payload, requestId);
            counters.Sent();
        }
    }

    private Payload Write(ServiceSnapshot snapshot, string? clusters, long requestId) =>
        pushes.Write(new NotifySubscriberRequest(services.Of(snapshot, clusters)), requestId);

    private SubscriberSlot SlotOf(IServiceSubscription target)
    {
        if (target.PushState is SubscriberSlot known) return known;
        var slot = new SubscriberSlot((ClientConnection)target.Attachment!, _retries, target, schedule, counters);
        target.PushState = slot;
        return slot;
    }
}
