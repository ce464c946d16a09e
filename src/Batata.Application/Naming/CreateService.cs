using Batata.Application.Abstractions;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using FluentValidation;
using MediatR;

namespace Batata.Application.Naming;

/// <summary>
/// Makes a service by hand. Refused with <c>naming.service_exists</c>, also when registrations made it already, and without a name
/// (Nacos 3.x takes an empty one and trips over it later). Protocol source: Nacos <c>ServiceOperatorV2Impl.create</c>.
/// </summary>
public sealed record CreateService(ServiceKey Service, ServiceKind Kind, float ProtectThreshold, ServiceSelector Selector, Metadata ExtendData)
    : IRequest<Outcome<Done>>;

public sealed class CreateServiceValidator : AbstractValidator<CreateService>
{
    public CreateServiceValidator() => RuleFor(x => x.Service).Must(static key => !string.IsNullOrWhiteSpace(key.Name))
        .WithErrorCode(NamingFailures.ServiceNameCode).WithMessage(NamingFailures.NamelessText);
}

internal sealed class CreateServiceHandler(IReplicatedLog log, IReadBarrier barrier, IServiceDirectory directory) : IRequestHandler<CreateService, Outcome<Done>>
{
    public async Task<Outcome<Done>> Handle(CreateService request, CancellationToken cancellationToken)
    {
        await barrier.WaitAsync(cancellationToken);
        var known = directory.Find(request.Service);
        if (known?.Kind is not null) return NamingFailures.ServiceExists(request.Service);
        return await log.ProposeAsync(
            new CreateServiceEntry(
                request.Service, request.Kind, request.ProtectThreshold, request.Selector, request.ExtendData, OverLeftovers: known?.Metadata is not null),
            cancellationToken);
    }
}

/// <param name="OverLeftovers">Metadata are stored, but the proposer knows that the service they were for is gone.</param>
public sealed record CreateServiceEntry(
    ServiceKey Service, ServiceKind Kind, float ProtectThreshold, ServiceSelector Selector, Metadata ExtendData, bool OverLeftovers)
    : ReplicatedEntry<Done>;

internal sealed class CreateServiceApplier(INamingRepository naming) : IApplier<CreateServiceEntry, Done>
{
    public async ValueTask<Outcome<Done>> ApplyAsync(CreateServiceEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        if ((!entry.OverLeftovers && await naming.FindServiceAsync(entry.Service, cancellationToken) is not null)
            || await naming.HasInstancesAsync(entry.Service, cancellationToken))
            return NamingFailures.ServiceExists(entry.Service);
        var metadata = ServiceMetadata.Of(entry.Kind).Edit(entry.ProtectThreshold, entry.Selector, entry.ExtendData);
        await naming.SaveServiceAsync(entry.Service, metadata, cancellationToken);
        changes.Add<NamingChanged>(new ServiceMetadataChanged(entry.Service, metadata, ServiceRemoved: false));
        return new Done();
    }
}
