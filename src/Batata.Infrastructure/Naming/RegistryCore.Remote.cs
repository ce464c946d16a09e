using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.Sync;

namespace Batata.Infrastructure.Naming;

/// <summary>What other nodes own, and what becomes of it when such a node is lost.</summary>
internal sealed partial class RegistryCore
{
    public RegistryJournal Journal => journal;

    /// <summary>Takes over what the owner says of its client, unless something newer is known.</summary>
    public void Copy(RegistryClient client, in ServiceKey key, RecordStamp stamp, int term, Instance? single, IReadOnlyList<Instance> batch)
    {
        lock (client.Gate)
        {
            if (services.Find(key) is { } service && client.Publications.Find(service) is { } known && known.Stamp.Sequence >= stamp.Sequence) return;
        }
        var stored = new Instance[single is null ? batch.Count : 0];
        for (var i = 0; i < stored.Length; i++) stored[i] = _pool.Keep(batch[i], ephemeral: true);
        Publish(client, key, new Content(single is null ? null : _pool.Keep(single, ephemeral: true), stored, term, stamp));
    }

    /// <summary>The owner says that its client has nothing there any more.</summary>
    /// <param name="sequence">Of what it had: something newer stays, which is of the next client with the same id.</param>
    public void Drop(RegistryClient client, in ServiceKey key, long sequence)
    {
        if (services.Find(key) is not { } service) return;
        lock (client.Gate)
        {
            if (client.Publications.Find(service) is not { } publication || publication.Stamp.Sequence > sequence) return;
            client.Publications.Remove(service);
            Withdraw(publication, RecordState.Gone);
        }
    }

    /// <summary>The owner of these clients is lost: what they have is served until somebody else registers the same, or the grace is over.</summary>
    public void Orphan(IEnumerable<RegistryClient> clients)
    {
        var touched = new HashSet<ServiceEntry>();
        foreach (var client in clients)
        {
            lock (client.Gate)
            {
                client.Orphaned = true;
                foreach (var publication in client.Publications.Items)
                {
                    lock (publication.Service.Gate) publication.Service.AddOrphan(publication);
                    touched.Add(publication.Service);
                }
            }
        }
        // Some of them may be registered elsewhere already: they noticed before this node did.
        foreach (var service in touched)
        {
            List<(Publication, InstanceAddress)>? replaced = null;
            lock (service.Gate)
            {
                foreach (var publication in service.Publications)
                {
                    if (!publication.IsOrphan && OrphansAt(service, publication) is { } found) (replaced ??= []).AddRange(found);
                }
                service.RaiseVersion(NextVersion());
            }
            if (replaced is not null) DropOrphans(replaced);
        }
    }

    /// <summary>The owner is back and still has them.</summary>
    public void Adopt(RegistryClient client)
    {
        lock (client.Gate)
        {
            client.Orphaned = false;
            foreach (var publication in client.Publications.Items)
            {
                lock (publication.Service.Gate)
                {
                    publication.Service.RemoveOrphan(publication);
                    publication.Service.RaiseVersion(NextVersion());
                }
            }
        }
    }

    /// <summary>A client took this back on some node: what a lost node said of it is over.</summary>
    public void DropOrphan(in ServiceKey key, in InstanceAddress address)
    {
        if (services.Find(key) is not { OrphanCount: > 0 } service) return;
        Publication? orphan;
        lock (service.Gate) orphan = service.FindOrphan(address);
        if (orphan is not null) DropOrphans([(orphan, address)]);
    }

    private static List<(Publication Orphan, InstanceAddress Address)>? OrphansAt(ServiceEntry service, Publication publication)
    {
        List<(Publication, InstanceAddress)>? found = null;
        foreach (var instance in publication.Instances)
        {
            if (service.FindOrphan(instance.Address) is { } orphan) (found ??= []).Add((orphan, instance.Address));
        }
        return found;
    }

    /// <summary>No gate may be held.</summary>
    private void DropOrphans(List<(Publication Orphan, InstanceAddress Address)> orphans)
    {
        foreach (var (orphan, address) in orphans)
        {
            var (client, service) = (orphan.Client, orphan.Service);
            lock (client.Gate)
            {
                if (!client.Orphaned || client.Publications.Find(service) != orphan) continue;
                var rest = orphan.Copy().Where(instance => instance.Address != address).ToArray();
                if (rest.Length == 0)
                {
                    client.Publications.Remove(service);
                    Withdraw(orphan, RecordState.Gone);
                    continue;
                }
                lock (service.Gate)
                {
                    var before = orphan.Instances.Length;
                    service.RemoveOrphan(orphan);
                    orphan.Set(rest, orphan.Stamp);
                    service.Resize(before, rest.Length);
                    service.AddOrphan(orphan);
                    service.RaiseVersion(NextVersion());
                }
            }
            Signal(service, presenceChanged: false);
        }
    }
}
