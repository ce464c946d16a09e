using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Identity;

/// <summary>
/// Decides for every HTTP request whether its caller may, by what the route declares. Protocol source: Nacos 3.1 <c>AbstractWebAuthFilter</c>, <c>AuthFilter</c>,
/// <c>AuthAdminFilter</c>, <c>NacosConsoleAuthFilter</c>.
/// </summary>
internal sealed class NacosGate(IAuthorizer authorizer, IOptions<IdentityOptions> options)
{
    private readonly IdentityOptions _options = options.Value;
    private readonly ServerIdentity _server = new(options.Value);

    /// <summary>Clients need a login.</summary>
    public bool GuardsClients { get; } = options.Value.Guards(AccessScope.Open);

    /// <summary>Leaves the caller in the features of the request.</summary>
    /// <returns>Null when the handler may run; else what it is refused for.</returns>
    public ValueTask<Failure?> FindRefusalAsync(HttpContext http, NacosRoute route, NacosParameters parameters, bool onConsolePort)
    {
        var permission = route.Permission!;
        if (permission.Subject == PermissionSubject.Open || !_options.Guards(ScopeOf(route.Path, onConsolePort))) return new((Failure?)null);
        if (!onConsolePort && _server.Matches(http.Request.Headers))
        {
            http.SetCaller(Caller.Server);
            return new((Failure?)null);
        }
        var credentials = permission.Subject == PermissionSubject.Basic ? HttpCredentials.OfBasic(http) : HttpCredentials.Of(http, parameters);
        var identified = authorizer.IdentifyAsync(credentials, http.RequestAborted);
        return identified.IsCompletedSuccessfully ? new(Judge(http, permission, parameters, identified.Result)) : WaitAsync(http, permission, parameters, identified);
    }

    /// <summary>For calls that are answered before the pipeline: the caller must be known already, and may.</summary>
    /// <param name="accessToken">Of the query; empty when it did not come.</param>
    /// <returns>False when the pipeline must look.</returns>
    public bool LetsPass(HttpContext http, ReadOnlySpan<char> accessToken, in AccessRequest request) =>
        authorizer.FindKnown(HttpCredentials.TokenOf(http.Request.Headers, accessToken)) is { } caller && caller.May(request);

    /// <summary>The console's calls are guarded by its own switch, on the main port as well.</summary>
    public static AccessScope ScopeOf(string path, bool onConsolePort)
    {
        if (onConsolePort || path.AsSpan(path.StartsWith("/v", StringComparison.Ordinal) ? 3 : 0).StartsWith("/console", StringComparison.Ordinal)) return AccessScope.Console;
        return path.StartsWith("/v3/admin", StringComparison.Ordinal) ? AccessScope.Admin : AccessScope.Open;
    }

    private static async ValueTask<Failure?> WaitAsync(HttpContext http, NacosPermission permission, NacosParameters parameters, ValueTask<Outcome<Caller>> identified) =>
        Judge(http, permission, parameters, await identified);

    private static Failure? Judge(HttpContext http, NacosPermission permission, NacosParameters parameters, in Outcome<Caller> identified)
    {
        if (!identified.Ok) return identified.Failure;
        http.SetCaller(identified.Value);
        return HttpResources.Allows(permission, parameters, identified.Value) ? null : IdentityFailures.Denied;
    }
}

/// <summary>Who asks, for handlers and for whoever keeps a record of what was done.</summary>
internal static class CallerOfRequest
{
    public static void SetCaller(this HttpContext http, Caller caller) => http.Features.Set(caller);

    /// <summary><see cref="Application.Identity.Caller.Anybody"/> where nobody was asked who he is.</summary>
    public static Caller Caller(this HttpContext http) => http.Features.Get<Caller>() ?? Application.Identity.Caller.Anybody;
}
