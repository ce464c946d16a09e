using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Naming;

internal delegate ValueTask<Outcome<Done>> InstanceCall(ServiceKey service, Instance instance, CancellationToken cancellationToken);

/// <summary>What can be done to one instance, for every version of the API: ephemeral ones are in memory, persistent ones go through the log.</summary>
internal sealed class InstanceCalls(IAddressNaming addresses, ISwitches switches, IMediator mediator)
{
    public bool EphemeralOtherwise => switches.Current.DefaultInstanceEphemeral;

    public ValueTask<Outcome<Done>> RegisterAsync(ServiceKey service, Instance instance, CancellationToken cancellationToken) => instance.Ephemeral
        ? addresses.RegisterAsync(service, instance, cancellationToken)
        : new ValueTask<Outcome<Done>>(mediator.Send(new RegisterPersistentInstance(service, instance), cancellationToken));

    /// <summary>Only kind and address matter.</summary>
    public ValueTask<Outcome<Done>> DeregisterAsync(ServiceKey service, Instance instance, CancellationToken cancellationToken) => instance.Ephemeral
        ? addresses.DeregisterAsync(service, instance.Ip, instance.Port, cancellationToken)
        : new ValueTask<Outcome<Done>>(mediator.Send(new DeregisterPersistentInstance(service, instance.Ip, instance.Port), cancellationToken));

    /// <summary>A JSON null in the metadata of an override is dropped, as in Nacos 3.1 <c>InstanceOperatorClientImpl.filterNullValue</c>.</summary>
    public ValueTask<Outcome<Done>> UpdateAsync(ServiceKey service, Instance instance, CancellationToken cancellationToken)
    {
        var set = instance with { Metadata = Metadata.Of(instance.Metadata.Where(static pair => pair.Value is not null)) };
        return new ValueTask<Outcome<Done>>(mediator.Send(new UpdateInstance(service, set), cancellationToken));
    }

    /// <summary>Reads the request, does the call, answers <c>ok</c> or the refusal.</summary>
    public static async Task AnswerAsync(
        NacosRequest request, Outcome<ServiceKey> service, Outcome<Instance> instance, InstanceCall call)
    {
        if ((service.Failure ?? instance.Failure) is { } failure) await request.RefuseAsync(failure);
        else await request.ResultAsync(await call(service.Value, instance.Value, request.Aborted));
    }
}
