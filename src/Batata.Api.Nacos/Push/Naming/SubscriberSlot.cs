using Batata.Api.Nacos.Grpc.Connections;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Push.Naming;

/// <summary>
/// The newest push to one subscription that is not acknowledged. A refused or unanswered one goes back to the schedule, as often as it takes.
/// </summary>
internal sealed class SubscriberSlot(
    ClientConnection connection, PushRetries retries, IServiceSubscription subscription, IPushSchedule schedule, PushCounters counters)
    : PushSlot(connection, retries)
{
    protected override bool IsWanted => subscription.Active;

    protected override void Accepted(TimeSpan after) => counters.Accepted(after);

    /// <summary>Go drops pushes of its first moments without an answer (nacos-grpc G8), so a deaf client is no reason to close.</summary>
    protected override void GaveUp(bool deaf)
    {
        counters.Failed();
        schedule.Retry(subscription);
    }
}
