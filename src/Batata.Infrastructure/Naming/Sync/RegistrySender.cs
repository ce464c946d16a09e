using System.Runtime.CompilerServices;
using Batata.Application.Naming;
using Batata.Infrastructure.Cluster.Wire;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>
/// The owner's side of a stream: everything first, and what lost nodes left here, then what changed, merged; and every five seconds what it comes to.
/// </summary>
internal sealed class RegistrySender(RegistryCore core, PeerRecords records, TimeProvider time)
{
    /// <summary>Also how a follower knows that an owner that has nothing to tell is there.</summary>
    public static readonly TimeSpan DigestPeriod = TimeSpan.FromSeconds(5);

    /// <summary>A client that registers a thousand services makes few parts of it, and nobody waits long.</summary>
    private static readonly TimeSpan MergeWindow = TimeSpan.FromMilliseconds(20);

    /// <summary>Ends when the node stops, with a part that says so.</summary>
    public async IAsyncEnumerable<RegistryPart> PartsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var changes = core.Journal.Open(); // before the walk: what changes meanwhile comes after it
        var life = core.Owner.Incarnation;
        var number = 0L;
        foreach (var part in SyncWire.ToParts(Owned()).Concat(OfLostNodes()))
        {
            part.Number = ++number;
            if (number == 1) part.Owner = life.ToWire();
            yield return part;
        }
        var end = new RegistryPart { Number = ++number, SnapshotEnd = true };
        if (number == 1) end.Owner = life.ToWire();
        yield return end;

        using var timer = new PeriodicTimer(DigestPeriod, time);
        var tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
        var changed = changes.Signal.WaitAsync(cancellationToken).AsTask();
        for (var first = true; ; first = false)
        {
            if (!first)
            {
                await await Task.WhenAny(changed, tick);
                if (!tick.IsCompleted) await Task.Delay(MergeWindow, time, cancellationToken);
            }
            if (changed.IsCompleted) changed = changes.Signal.WaitAsync(cancellationToken).AsTask();
            var taken = changes.Take();
            RegistryPart? last = null;
            foreach (var part in SyncWire.ToParts(taken.Records))
            {
                if (last is not null) yield return last;
                last = part;
                last.Number = ++number;
            }
            if (taken.IsLast || first || tick.IsCompleted)
            {
                last ??= new RegistryPart { Number = ++number };
                if (taken.IsLast) last.Leaving = true;
                else last.Digest = taken.Digest.ToWire();
                if (tick.IsCompleted) tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
            }
            if (last is not null) yield return last;
            if (taken.IsLast) yield break;
        }
    }

    private IEnumerable<OwnedRecord> Owned() => Of(core.Clients.Connections.Concat(core.Clients.Addresses(NamingClientKind.EphemeralAddress)));

    private IEnumerable<RegistryPart> OfLostNodes()
    {
        foreach (var copy in records.Copies)
        {
            if (copy.IsLive) continue;
            foreach (var part in SyncWire.ToParts(Of(copy.Clients)))
            {
                part.Lost = new LostNode { Life = copy.Owner.ToWire(), AgoMs = Math.Max(0, core.Clock.NowMs - copy.LostMs) };
                yield return part;
            }
        }
    }

    private static IEnumerable<OwnedRecord> Of(IEnumerable<RegistryClient> clients) => clients.SelectMany(Of);

    private static OwnedRecord[] Of(RegistryClient client)
    {
        lock (client.Gate)
        {
            var items = client.Publications.Items;
            var records = new OwnedRecord[items.Length];
            for (var i = 0; i < items.Length; i++) records[i] = OwnedRecord.Of(items[i], RecordState.Registered);
            return records;
        }
    }
}
