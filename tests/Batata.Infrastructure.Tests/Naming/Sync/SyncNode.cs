using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Wire;
using Batata.Infrastructure.Naming;
using Batata.Infrastructure.Naming.Sync;
using Microsoft.Extensions.Logging.Abstractions;
using ServiceKey = Batata.Domain.Naming.ServiceKey;

namespace Batata.Infrastructure.Tests.Naming.Sync;

/// <summary>A registry with what it needs to follow others; the test carries the parts from one to the other.</summary>
internal sealed class SyncNode : IDisposable
{
    public SyncNode(string id, long life = 1)
    {
        Member = new MemberAddress(id, 8848, 7848);
        Fixture = new RegistryFixture(node: id, life: life);
        Records = new PeerRecords(Fixture.Core);
        Orphans = new OrphanSweep(Records, Sight, Fixture.RegistryClock, Microsoft.Extensions.Options.Options.Create(Fixture.Options), NullLogger<OrphanSweep>.Instance);
    }

    public MemberAddress Member { get; }

    public RegistryFixture Fixture { get; }

    public InstanceRegistry Registry => Fixture.Registry;

    public PeerRecords Records { get; }

    public PeerSight Sight { get; } = new();

    public OrphanSweep Orphans { get; }

    /// <summary>A new stream from that node, with everything in it.</summary>
    public SyncStream Follow(SyncNode owner) => new(this, owner);

    public string Served(ServiceKey key) => Fixture.Served(key);

    /// <summary>Seconds pass, in steps of one.</summary>
    public void Pass(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            Fixture.Advance(1);
            Orphans.Run();
        }
    }

    public void Dispose() => Fixture.Dispose();
}

/// <summary>One stream between two nodes of a test. Nothing moves by itself.</summary>
internal sealed class SyncStream : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly IAsyncEnumerator<RegistryPart> _parts;
    private readonly SyncNode _follower;
    private readonly SyncNode _owner;

    public SyncStream(SyncNode follower, SyncNode owner)
    {
        (_follower, _owner) = (follower, owner);
        Receiver = new RegistryReceiver(follower.Records, follower.Fixture.Core, owner.Member);
        _parts = new RegistrySender(owner.Fixture.Core, owner.Records, owner.Fixture.Clock).PartsAsync(_end.Token).GetAsyncEnumerator();
    }

    public RegistryReceiver Receiver { get; }

    public bool Is(SyncNode follower, SyncNode owner) => (_follower, _owner) == (follower, owner);

    /// <summary>What the owner has to say now, up to the next digest.</summary>
    public async Task<List<RegistryPart>> ReadAsync()
    {
        var parts = new List<RegistryPart>();
        while (true)
        {
            var next = _parts.MoveNextAsync().AsTask();
            while (!next.IsCompleted)
            {
                _owner.Fixture.Advance(5.1); // of the digest, and of the merge window
                await Task.WhenAny(next, Task.Delay(1));
            }
            if (!await next) return parts;
            parts.Add(_parts.Current.Clone());
            if (_parts.Current.Digest is not null || _parts.Current.Leaving) return parts;
        }
    }

    /// <summary>Brings the follower level, as the real one does.</summary>
    public async Task<Received> SyncAsync()
    {
        foreach (var part in await ReadAsync())
        {
            if (Receiver.Take(part) is var received && received != Received.Taken) return received;
        }
        return Received.Taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _end.Dispose();
    }
}
