using Batata.Infrastructure.Cluster.Wire;
using Batata.Infrastructure.Naming.Sync;
using FsCheck.Xunit;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;
using ServiceKey = Batata.Domain.Naming.ServiceKey;

namespace Batata.Infrastructure.Tests.Naming.Sync;

/// <summary>Whatever an owner does and whatever becomes of the parts on their way, a follower comes to hold the same, and never something that was not.</summary>
public sealed class RegistrySyncPropertyTests
{
    private static readonly ServiceKey[] Keys = [Key("s0"), Key("s1"), Key("s2")];

    [Property(MaxTest = 150)]
    public async Task PartsLostDoubledAndOutOfOrder_EndInTheSameRegistry((byte Call, byte Client, byte Service)[] calls, byte[] faults)
    {
        using var owner = new SyncNode("a");
        using var follower = new SyncNode("b");
        var stream = follower.Follow(owner);
        var fault = 0;
        var begun = 1;
        foreach (var round in calls.Chunk(4))
        {
            foreach (var call in round) Do(owner, call);
            var parts = Disturb(await stream.ReadAsync(), faults.Length == 0 ? (byte)0 : faults[fault++ % faults.Length]);
            if (parts.Any(part => stream.Receiver.Take(part) == Received.OutOfStep))
            {
                if (stream.Receiver.Copy is { } copy) follower.Records.Lose(copy);
                await stream.DisposeAsync();
                stream = follower.Follow(owner);
                begun++;
            }
        }
        // The next digest finds what is missing; after it all must be well.
        if (await stream.SyncAsync() == Received.OutOfStep)
        {
            follower.Records.Lose(stream.Receiver.Copy!);
            await stream.DisposeAsync();
            stream = follower.Follow(owner);
            Assert.Equal(Received.Taken, await stream.SyncAsync());
        }
        foreach (var key in Keys) Assert.Equal(owner.Served(key), follower.Served(key));
        Assert.Equal(owner.Fixture.Journal.Digest, stream.Receiver.Copy!.Digest());
        await stream.DisposeAsync();
        Assert.True(begun <= 1 + calls.Length);
    }

    private static void Do(SyncNode owner, (byte Call, byte Client, byte Service) call)
    {
        var (kind, number, service) = call;
        var client = $"c{number % 3}";
        var (key, address) = (Keys[service % Keys.Length], $"10.0.0.{number % 4}");
        switch (kind % 7)
        {
            case 0:
                owner.Fixture.Connect(client);
                break;
            case 1:
                owner.Registry.Disconnect(client);
                break;
            case 2:
                owner.Registry.Register(client, key, At(address, 1 + kind));
                break;
            case 3:
                owner.Registry.RegisterBatch(client, key, [.. Enumerable.Range(0, number % 3).Select(n => At(address, 300 + n))]);
                break;
            case 4:
                owner.Registry.Deregister(client, key);
                break;
            case 5:
                owner.Registry.Register(key, At(address, 80, ("kind", $"{kind}")));
                break;
            default:
                owner.Registry.Deregister(key, address, 80);
                break;
        }
    }

    private static List<RegistryPart> Disturb(List<RegistryPart> parts, byte fault)
    {
        if (parts.Count == 0) return parts;
        var at = fault / 5 % parts.Count;
        switch (fault % 5)
        {
            case 0: // lost
                parts.RemoveAt(at);
                break;
            case 1: // twice
                parts.Insert(at, parts[at]);
                break;
            case 2: // late
                (parts[at], parts[^1]) = (parts[^1], parts[at]);
                break;
            case 3: // all of it again
                parts.AddRange([.. parts]);
                break;
        }
        return parts;
    }
}
