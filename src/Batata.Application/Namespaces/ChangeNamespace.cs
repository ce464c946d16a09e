using Batata.Application.Abstractions;
using Batata.Domain.Namespaces;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Namespaces;

/// <summary>Makes a namespace. A blank id gets a random one. The value is the id.</summary>
public sealed record CreateNamespace(string? Id, string Name, string? Description) : IRequest<Outcome<string>>;

/// <summary>Replaces name and description; a missing description is one too. A namespace that is not there is left alone, which is a success.</summary>
public sealed record UpdateNamespace(string Id, string Name, string? Description) : IRequest<Outcome<Done>>;

/// <summary>Removes the record alone: configs and services stay, and are found again when the id is made anew. A missing one is a success.</summary>
public sealed record RemoveNamespace(string Id) : IRequest<Outcome<Done>>;

internal sealed class ChangeNamespaceHandler(IReplicatedLog log, TimeProvider time) :
    IRequestHandler<CreateNamespace, Outcome<string>>,
    IRequestHandler<UpdateNamespace, Outcome<Done>>,
    IRequestHandler<RemoveNamespace, Outcome<Done>>
{
    public async Task<Outcome<string>> Handle(CreateNamespace request, CancellationToken cancellationToken)
    {
        var id = string.IsNullOrWhiteSpace(request.Id) ? Guid.NewGuid().ToString() : request.Id.Trim();
        if (NamespaceRules.Problem(id, request.Name, request.Description) is { } problem) return problem;
        if (id == NamespaceId.Public) return NamespaceFailures.Exists(id);
        var created = await log.ProposeAsync(new CreateNamespaceEntry(new Namespace(id, request.Name, request.Description), Now()), cancellationToken);
        return created.Map(_ => id);
    }

    public async Task<Outcome<Done>> Handle(UpdateNamespace request, CancellationToken cancellationToken)
    {
        if (NamespaceRules.NameProblem(request.Name, request.Description) is { } problem) return problem;
        return await log.ProposeAsync(new UpdateNamespaceEntry(new Namespace(request.Id, request.Name, request.Description), Now()), cancellationToken);
    }

    public Task<Outcome<Done>> Handle(RemoveNamespace request, CancellationToken cancellationToken) =>
        log.ProposeAsync(new RemoveNamespaceEntry(request.Id), cancellationToken);

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}

public sealed record CreateNamespaceEntry(Namespace Namespace, DateTimeOffset At) : ReplicatedEntry<Done>;

public sealed record UpdateNamespaceEntry(Namespace Namespace, DateTimeOffset At) : ReplicatedEntry<Done>;

public sealed record RemoveNamespaceEntry(string Id) : ReplicatedEntry<Done>;

internal sealed class ChangeNamespaceApplier(INamespaceRepository namespaces) :
    IApplier<CreateNamespaceEntry, Done>,
    IApplier<UpdateNamespaceEntry, Done>,
    IApplier<RemoveNamespaceEntry, Done>
{
    public async ValueTask<Outcome<Done>> ApplyAsync(CreateNamespaceEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        if (await namespaces.FindAsync(entry.Namespace.Id, cancellationToken) is not null) return NamespaceFailures.Exists(entry.Namespace.Id);
        await namespaces.AddAsync(entry.Namespace, entry.At, cancellationToken);
        return new Done();
    }

    public async ValueTask<Outcome<Done>> ApplyAsync(UpdateNamespaceEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        await namespaces.UpdateAsync(entry.Namespace, entry.At, cancellationToken);
        return new Done();
    }

    public async ValueTask<Outcome<Done>> ApplyAsync(RemoveNamespaceEntry entry, IChangeSink changes, CancellationToken cancellationToken)
    {
        await namespaces.RemoveAsync(entry.Id, cancellationToken);
        return new Done();
    }
}
