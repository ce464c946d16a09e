using Batata.Application.Naming;
using Batata.Domain.Shared;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;
using Instance = Batata.Domain.Naming.Instance;
using InstanceAddress = Batata.Domain.Naming.InstanceAddress;
using ServiceKey = Batata.Domain.Naming.ServiceKey;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>
/// HTTP clients may send each call to another node. The node that heard of an instance first owns it; the others hand on what concerns it, one
/// hop. When the owner is lost, the node that gets the next call takes over with what the owner told last and a higher term, by which the owner
/// gives up should it come back (see <see cref="RegistryReceiver"/>). Nacos chooses the owner by a hash over the members, which moves instances
/// with each change of those. Protocol source: Nacos <c>DistroFilter</c>, <c>DistroMapper</c>.
/// </summary>
internal sealed class AddressRouter(InstanceRegistry here, PeerRecords records, IOwnerCalls owners) : IAddressNaming
{
    public ValueTask<Outcome<Done>> RegisterAsync(ServiceKey service, Instance instance, CancellationToken cancellationToken)
    {
        if (records.IsEmpty || here.Has(service, instance.Ip, instance.Port) || records.FindAddress(service, instance.Ip, instance.Port) is not { } known)
            return ValueTask.FromResult(here.Register(service, instance));
        return RegisterThereAsync(service, instance, known.Copy, known.Term, cancellationToken);
    }

    public ValueTask<Outcome<Done>> DeregisterAsync(ServiceKey service, string ip, int port, CancellationToken cancellationToken)
    {
        here.Deregister(service, ip, port);
        return records.IsEmpty || records.FindAddress(service, ip, port) is not { } known
            ? ValueTask.FromResult<Outcome<Done>>(new Done())
            : DeregisterThereAsync(service, known.Instance.Address, known.Copy, cancellationToken);
    }

    public ValueTask<Outcome<BeatAnswer>> BeatAsync(ServiceKey service, InstanceAddress address, Instance? ifUnknown, CancellationToken cancellationToken)
    {
        if (records.IsEmpty || here.Has(service, address.Ip, address.Port) || records.FindAddress(service, address.Ip, address.Port) is not { } known)
            return ValueTask.FromResult(here.Beat(service, address, ifUnknown));
        return BeatThereAsync(service, address, ifUnknown, known.Copy, cancellationToken);
    }

    public Outcome<Done> Subscribe(in ServiceKey service, Subscriber subscriber) => here.Subscribe(service, subscriber);

    private async ValueTask<Outcome<Done>> RegisterThereAsync(ServiceKey service, Instance instance, OwnerCopy owner, int term, CancellationToken cancellationToken)
    {
        var call = new AddressCall { Service = service.ToWire(), Address = instance.Address.ToWire(), Register = instance.ToWire() };
        if (await owners.AskAsync(owner, call, cancellationToken) is not { } reply) return here.Register(service, instance, term + 1);
        return ToFailure(reply) is { } failure ? failure : new Done();
    }

    private async ValueTask<Outcome<Done>> DeregisterThereAsync(ServiceKey service, InstanceAddress address, OwnerCopy owner, CancellationToken cancellationToken)
    {
        var call = new AddressCall { Service = service.ToWire(), Address = address.ToWire(), Deregister = new AddressCall.Types.Deregister() };
        // A lost owner cannot tell the others, so this node does.
        if (await owners.AskAsync(owner, call, cancellationToken) is null) here.TakeBack(service, address);
        return new Done();
    }

    private async ValueTask<Outcome<BeatAnswer>> BeatThereAsync(
        ServiceKey service, InstanceAddress address, Instance? ifUnknown, OwnerCopy owner, CancellationToken cancellationToken)
    {
        var call = new AddressCall { Service = service.ToWire(), Address = address.ToWire(), Beat = new AddressCall.Types.Beat { IfUnknown = ifUnknown?.ToWire() } };
        if (await owners.AskAsync(owner, call, cancellationToken) is { } reply)
            return ToFailure(reply) is { } failure ? failure : new BeatAnswer(reply.Known, reply.IntervalMs, reply.LightBeatEnabled);
        if (records.FindAddress(service, address.Ip, address.Port) is { } known) here.Register(service, known.Instance with { Healthy = true }, known.Term + 1);
        return here.Beat(service, address, ifUnknown);
    }

    private static Failure? ToFailure(AddressReply reply) => reply.Refusal is { } refusal
        ? new Failure(Enum.TryParse<FailureKind>(refusal.Kind, out var kind) ? kind : FailureKind.Unavailable, refusal.Code, refusal.Message)
        : null;
}

/// <summary>Asks the node that owns an instance.</summary>
internal interface IOwnerCalls
{
    /// <returns>Null when it is lost or does not answer: the caller takes over.</returns>
    Task<AddressReply?> AskAsync(OwnerCopy owner, AddressCall call, CancellationToken cancellationToken);
}

/// <summary>On a node alone.</summary>
internal sealed class NoOwnerCalls : IOwnerCalls
{
    public Task<AddressReply?> AskAsync(OwnerCopy owner, AddressCall call, CancellationToken cancellationToken) => Task.FromResult<AddressReply?>(null);
}

internal sealed class OwnerCalls(PeerClients peers, TimeProvider time) : IOwnerCalls
{
    /// <summary>A client waits for this; Nacos waits as long for its proxied call.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<AddressReply?> AskAsync(OwnerCopy owner, AddressCall call, CancellationToken cancellationToken)
    {
        if (!owner.IsLive) return null;
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            return await peers.NamingOf(owner.Member).AskOwnerAsync(call, cancellationToken: either.Token);
        }
        catch (RpcException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
