using Batata.Api.Nacos.Http;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Identity;

/// <summary>The refusal of a caller: the same error page for every family of the API, with no hint where a login would be.</summary>
internal static class CallerErrors
{
    public static Task WriteAsync(HttpContext http, Failure failure)
    {
        switch (failure.Code)
        {
            case IdentityFailures.BrakedCode:
                return SpringErrors.WriteAsync(http, StatusCodes.Status429TooManyRequests, failure.Message);
            case IdentityFailures.NotReadyCode:
                return SpringErrors.WriteAsync(http, StatusCodes.Status503ServiceUnavailable, failure.Message);
            default:
                return SpringErrors.WriteAsync(http, StatusCodes.Status403Forbidden, Text(failure));
        }
    }

    /// <summary>As an <c>AccessException</c> of Nacos is written, over HTTP and gRPC.</summary>
    public static string Text(Failure failure) => $"Code: {(failure.Code == IdentityFailures.DeniedCode ? 403 : 401)}, Message: {failure.Message}.";
}
