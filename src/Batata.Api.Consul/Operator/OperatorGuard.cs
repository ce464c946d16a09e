using Batata.Api.Consul.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Operator;

/// <summary>Parameters that all calls of operators take.</summary>
internal sealed class OperatorGuard(IOptions<ConsulOptions> options)
{
    /// <returns>True when the call was answered with what is wrong with it.</returns>
    public async Task<bool> RefusesAsync(ConsulRequest request)
    {
        if (QueryOptions.Parse(request, out _) is { } refused)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, refused);
            return true;
        }
        if (options.Value.IsOwnDatacenter(request)) return false;
        await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.NoDatacenter);
        return true;
    }
}
