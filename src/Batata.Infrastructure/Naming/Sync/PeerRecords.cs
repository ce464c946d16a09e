using System.Collections.Concurrent;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Cluster.Members;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>What this node knows of the clients of all others. Empty on a node alone.</summary>
internal sealed class PeerRecords(RegistryCore core)
{
    private readonly ConcurrentDictionary<NodeIncarnation, OwnerCopy> _copies = new();

    /// <summary>Owners come, are lost and are dropped one after another. Taken before the gate of a client.</summary>
    private readonly Lock _gate = new();

    public IEnumerable<OwnerCopy> Copies => _copies.Select(static pair => pair.Value);

    public bool IsEmpty => _copies.IsEmpty;

    /// <summary>A stream from the owner begins. An older life of the same node is over, but its clients get the time to find the node again.</summary>
    public OwnerCopy Open(NodeIncarnation owner, MemberAddress member)
    {
        lock (_gate)
        {
            var copy = _copies.GetOrAdd(owner, static (life, at) => new OwnerCopy(life, at), member);
            foreach (var other in Copies)
            {
                if (other.Owner.NodeId != owner.NodeId || other == copy) continue;
                if (other.IsLive) Lose(other);
                else other.LostMs = core.Clock.NowMs;
            }
            foreach (var client in copy.Clients) core.Adopt(client);
            copy.IsLive = true;
            return copy;
        }
    }

    /// <summary>What a node that was lost before this one knew of it left with another one.</summary>
    /// <returns>Null when this node knows that life itself, or is it.</returns>
    public OwnerCopy? OpenLost(NodeIncarnation owner, MemberAddress toldBy, long lostMs)
    {
        if (owner == core.Owner.Incarnation) return null;
        lock (_gate)
        {
            var copy = new OwnerCopy(owner, toldBy) { LostMs = lostMs };
            return _copies.TryAdd(owner, copy) ? copy : null;
        }
    }

    /// <summary>Some clients of a lost node are known now.</summary>
    public void AddLost(OwnerCopy copy, IEnumerable<RegistryClient> clients)
    {
        lock (_gate)
        {
            if (!copy.IsLive) core.Orphan(clients);
        }
    }

    /// <summary>The stream from the owner ended.</summary>
    public void Lose(OwnerCopy copy)
    {
        lock (_gate)
        {
            if (!copy.IsLive) return;
            copy.LostMs = core.Clock.NowMs;
            copy.IsLive = false;
            core.Orphan(copy.Clients);
        }
    }

    /// <summary>Nobody came back for these.</summary>
    /// <returns>How many clients were dropped.</returns>
    public int Drop(OwnerCopy copy, Func<RegistryClient, bool> over)
    {
        lock (_gate)
        {
            if (copy.IsLive) return 0;
            var dropped = 0;
            foreach (var client in copy.Clients)
            {
                if (!over(client)) continue;
                core.Close(client);
                copy.Forget(client);
                dropped++;
            }
            if (copy.IsEmpty) _copies.TryRemove(new(copy.Owner, copy));
            return dropped;
        }
    }

    /// <summary>Who has this instance of an HTTP client; one that lives before one that is lost.</summary>
    public (OwnerCopy Copy, Instance Instance, int Term)? FindAddress(in ServiceKey service, string ip, int port)
    {
        if (_copies.IsEmpty || core.Services.Find(service) is not { } entry) return null;
        (OwnerCopy, Instance, int)? lost = null;
        foreach (var copy in Copies)
        {
            if (copy.FindAddress(ip, port) is not { } client) continue;
            lock (client.Gate)
            {
                if (client.Publications.Find(entry) is not { Single: { } instance } publication) continue;
                if (!client.Orphaned) return (copy, instance, publication.Term);
                lost = (copy, instance, publication.Term);
            }
        }
        return lost;
    }

    /// <param name="clientId">A connection id, or <c>ip:port#true</c>.</param>
    public RegistryClient? Find(string clientId)
    {
        foreach (var copy in Copies)
        {
            if (copy.FindConnection(clientId) is { } connection) return connection;
        }
        return ClientTable.ParseAddress(clientId) is (NamingClientKind.EphemeralAddress, var ip, var port)
            ? Copies.Select(copy => copy.FindAddress(ip, port)).FirstOrDefault(static client => client is not null)
            : null;
    }
}
