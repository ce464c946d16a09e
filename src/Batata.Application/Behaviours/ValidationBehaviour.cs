using Batata.Domain.Shared;
using FluentValidation;
using MediatR;

namespace Batata.Application.Behaviours;

/// <summary>Runs the validators of a request before its handler. The first problem is the answer: its error code and text are the validator's.</summary>
internal sealed class ValidationBehaviour<TRequest, TResponse>(IEnumerable<IValidator<TRequest>> validators) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : IRequest<TResponse>
    where TResponse : IOutcome<TResponse>
{
    public async Task<TResponse> Handle(TRequest request, CancellationToken cancellationToken, RequestHandlerDelegate<TResponse> next)
    {
        foreach (var validator in validators)
        {
            var result = await validator.ValidateAsync(request, cancellationToken);
            if (result.Errors.Count > 0)
                return TResponse.Refused(new Failure(FailureKind.Invalid, result.Errors[0].ErrorCode, result.Errors[0].ErrorMessage));
        }
        return await next();
    }
}
