using Batata.Application.Naming;
using Batata.Domain.Shared;
using Batata.Infrastructure.Cluster.Entries;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>What this node tells the others of its registry, <c>proto/cluster/registry.proto</c>. The port behind it lets in nobody else.</summary>
internal sealed class NamingPeerService(RegistryCore core, PeerRecords records, InstanceRegistry registry, TimeProvider time) : NamingPeer.NamingPeerBase
{
    /// <summary>A follower that takes nothing for so long is better off with a new stream.</summary>
    private static readonly TimeSpan WritePatience = TimeSpan.FromSeconds(10);

    public override async Task Follow(FollowRequest request, IServerStreamWriter<RegistryPart> responseStream, ServerCallContext context)
    {
        if (core.Journal.IsSealed || !core.Owner.IsKnown) throw new RpcException(new Status(StatusCode.Unavailable, "The node is starting or stopping."));
        try
        {
            await foreach (var part in new RegistrySender(core, records, time).PartsAsync(context.CancellationToken))
                await responseStream.WriteAsync(part, context.CancellationToken).WaitAsync(WritePatience, time, context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The follower is gone.
        }
        catch (TimeoutException)
        {
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "The follower does not read."));
        }
    }

    public override Task<AddressReply> AskOwner(AddressCall request, ServerCallContext context)
    {
        if (core.Journal.IsSealed) throw new RpcException(new Status(StatusCode.Unavailable, "The node is stopping."));
        var service = request.Service.ToDomain();
        var address = request.Address.ToDomain();
        switch (request.CallCase)
        {
            case AddressCall.CallOneofCase.Register:
                return Task.FromResult(ToReply(registry.Register(service, request.Register.ToDomain())));
            case AddressCall.CallOneofCase.Deregister:
                registry.Deregister(service, address.Ip, address.Port);
                return Task.FromResult(new AddressReply());
            case AddressCall.CallOneofCase.Beat:
                return Task.FromResult(ToReply(registry.Beat(service, address, request.Beat.IfUnknown?.ToDomain())));
            default:
                throw new RpcException(new Status(StatusCode.Unimplemented, "The call is of a newer release."));
        }
    }

    private static AddressReply ToReply(Outcome<Done> outcome) => outcome.Ok ? new AddressReply() : Refused(outcome.Failure);

    private static AddressReply ToReply(Outcome<BeatAnswer> outcome) => outcome.Ok
        ? new AddressReply { Known = outcome.Value.Known, IntervalMs = outcome.Value.IntervalMs, LightBeatEnabled = outcome.Value.LightBeatEnabled }
        : Refused(outcome.Failure);

    private static AddressReply Refused(Failure failure) => new()
    {
        Refusal = new AddressReply.Types.Refusal { Kind = failure.Kind.ToString(), Code = failure.Code, Message = failure.Message },
    };
}
