using Batata.Application.Audit;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Application.Behaviours;

/// <summary>Tells the trail which use case was asked and whether it was refused, whatever the front makes of it: some answer 200 all the same.</summary>
internal sealed class AuditBehaviour<TRequest, TResponse>(AuditScope scope) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next) =>
        scope.Current is { } trail ? FollowAsync(trail, next) : next();

    private static async Task<TResponse> FollowAsync(AuditTrail trail, RequestHandlerDelegate<TResponse> next)
    {
        trail.Asked(typeof(TRequest).Name);
        var outcome = await next();
        if (outcome.Failure is { } failure) trail.Refused(failure);
        return outcome;
    }
}
