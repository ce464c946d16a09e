using Batata.Api.Nacos.Params;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>How a family of Nacos controllers tells the client what went wrong. Each is one dialect over the one table of failures.</summary>
internal abstract class ErrorFamily
{
    /// <summary>A required parameter did not come.</summary>
    public abstract Task MissingAsync(HttpContext http, ParameterSpec parameter);

    /// <summary>A value that does not fit the declared type.</summary>
    public abstract Task MismatchAsync(HttpContext http, ParameterSpec parameter, string why);

    public abstract Task RefusedAsync(HttpContext http, Failure failure);

    /// <summary>A bug or a broken dependency; the details stand in the log, never in the answer.</summary>
    public abstract Task UnexpectedAsync(HttpContext http);
}
