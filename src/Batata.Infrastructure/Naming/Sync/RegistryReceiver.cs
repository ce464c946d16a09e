using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Wire;
using ServiceKey = Batata.Domain.Naming.ServiceKey;

namespace Batata.Infrastructure.Naming.Sync;

internal enum Received
{
    /// <summary>Go on reading.</summary>
    Taken,

    /// <summary>Something is missing: begin again with everything.</summary>
    OutOfStep,

    /// <summary>The owner stops in good order; nothing more comes.</summary>
    Left,
}

/// <summary>The follower's side of one stream. Parts must come in order: what came before is ignored, and a gap ends it.</summary>
internal sealed class RegistryReceiver(PeerRecords records, RegistryCore core, MemberAddress member)
{
    private long _number;
    private readonly Dictionary<NodeIncarnation, OwnerCopy?> _lost = [];
    private HashSet<Publication>? _confirmed;

    /// <summary>Whose stream it is; null before the first part.</summary>
    public OwnerCopy? Copy { get; private set; }

    /// <summary>Everything there was at the beginning is here.</summary>
    public bool HasSnapshot { get; private set; }

    public Received Take(RegistryPart part)
    {
        if (part.Number <= _number) return Received.Taken; // once more
        if (part.Number != _number + 1 || (part.Number == 1) != (part.Owner is not null)) return Received.OutOfStep;
        _number = part.Number;
        if (part.Owner is { } life) Open(life.ToDomain());
        if (part.Lost is { } lost) TakeLost(lost, part.Clients);
        else foreach (var client in part.Clients) Take(client);
        if (part.SnapshotEnd) EndSnapshot();
        if (part.Digest is { } digest && Copy!.Digest() != new RegistryDigest(digest.Count, digest.Sum)) return Received.OutOfStep;
        return part.Leaving ? Received.Left : Received.Taken;
    }

    private void Open(NodeIncarnation owner)
    {
        Copy = records.Open(owner, member);
        _confirmed = Copy.IsEmpty ? null : [];
    }

    /// <summary>Clients of a lost node are kept as if this node had seen them itself: whoever registers one of their addresses takes its place.</summary>
    private void TakeLost(LostNode lost, IEnumerable<ClientRecords> messages)
    {
        var life = lost.Life.ToDomain();
        if (!_lost.TryGetValue(life, out var copy)) _lost.Add(life, copy = records.OpenLost(life, member, core.Clock.NowMs - lost.AgoMs));
        if (copy is null) return;
        var clients = new List<RegistryClient>();
        foreach (var message in messages)
        {
            var client = ClientOf(copy, message);
            lock (client.Gate) client.Orphaned = true; // before it has anything: it takes nobody's place
            foreach (var record in message.Records) Keep(copy, client, record.Service.ToDomain(), record);
            clients.Add(client);
        }
        records.AddLost(copy, clients);
    }

    private RegistryClient ClientOf(OwnerCopy copy, ClientRecords message) => message.ClientCase == ClientRecords.ClientOneofCase.Connection
        ? copy.Connection(message.Connection.ToDomain(), core.Clock.NowMs)
        : copy.Address(message.Address.Ip, message.Address.Port, core.Clock.NowMs);

    private void Keep(OwnerCopy copy, RegistryClient client, in ServiceKey key, ServiceRecord record) => core.Copy(
        client,
        key,
        new RecordStamp(copy.Owner, record.Sequence),
        record.Term,
        record.Single?.ToDomain(),
        record.Batch is { } batch ? [.. batch.Instances.Select(static i => i.ToDomain())] : []);

    private void Take(ClientRecords message)
    {
        var client = ClientOf(Copy!, message);
        foreach (var record in message.Records)
        {
            var key = record.Service.ToDomain();
            if (record.ContentCase == ServiceRecord.ContentOneofCase.Removal)
            {
                core.Drop(client, key, record.Sequence);
                foreach (var address in record.Removal.Deregistered) core.DropOrphan(key, address.ToDomain());
                continue;
            }
            Keep(Copy!, client, key, record);
            if (_confirmed is not null && core.Services.Find(key) is { } service)
            {
                lock (client.Gate)
                {
                    if (client.Publications.Find(service) is { } publication) _confirmed.Add(publication);
                }
            }
            if (client.Kind == NamingClientKind.EphemeralAddress) Agree(client, key, record.Term);
        }
        lock (client.Gate)
        {
            if (client.Publications.Count == 0) Copy!.Forget(client);
        }
    }

    /// <summary>
    /// Two nodes own the same instance of an HTTP client: one took it over while it could not reach the other, or both heard of it first at the
    /// same time. Both nodes come to the same answer, so one of them gives it up.
    /// </summary>
    private void Agree(RegistryClient client, in ServiceKey key, int term)
    {
        if (core.Clients.FindAddress(NamingClientKind.EphemeralAddress, client.Ip, client.Port) is not { } own || core.Services.Find(key) is not { } service) return;
        lock (own.Gate)
        {
            if (own.Publications.Find(service) is not { } publication) return;
            var order = term.CompareTo(publication.Term);
            var theirs = order != 0 ? order > 0 : string.CompareOrdinal(Copy!.Owner.NodeId, core.Owner.Incarnation.NodeId) < 0;
            if (theirs) core.Unpublish(own, service, RecordState.Gone);
        }
    }

    /// <summary>What was here before and was not in the snapshot is gone.</summary>
    private void EndSnapshot()
    {
        HasSnapshot = true;
        if (_confirmed is not { } confirmed) return;
        _confirmed = null;
        foreach (var client in Copy!.Clients)
        {
            Publication[] all;
            lock (client.Gate) all = client.Publications.Items.ToArray();
            foreach (var publication in all)
            {
                if (!confirmed.Contains(publication)) core.Drop(client, publication.Service.Key, long.MaxValue);
            }
            lock (client.Gate)
            {
                if (client.Publications.Count == 0) Copy.Forget(client);
            }
        }
    }
}
