using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Naming;

/// <summary>Filters that only <c>/v1/ns</c> has. Protocol source: Nacos 3.1 <c>TrafficReviseFilter</c>, <c>ServiceNameFilter</c>.</summary>
internal sealed class NamingV1Filters(ISwitches switches, NamingServerStatus status)
{
    private const string ServerAgent = "Nacos-Server";
    private const string ServiceName = "serviceName";

    /// <summary>Nobody is turned away: the common case.</summary>
    public bool LetAllPass => switches.Current.LimitedUrlMap.Count == 0 && status.Current == ServerStatus.Up;

    /// <summary>Asked before anything else, also for what there is not. Null when the request may go on.</summary>
    public Task? RefuseTraffic(HttpContext http)
    {
        if (LimitOf(http) is { } limit) return Answers.EmptyAsync(http, limit);
        var now = status.Current;
        if (now == ServerStatus.Up || http.Request.Headers.UserAgent.ToString().StartsWith(ServerAgent, StringComparison.Ordinal)) return null;
        if (now == (HttpMethods.IsGet(http.Request.Method) ? ServerStatus.ReadOnly : ServerStatus.WriteOnly)) return null;
        // The missing blank is the reference's.
        var refused = $"server is {NamingServerStatus.NameOf(now)}now, ";
        return Answers.TextAsync(
            http,
            StatusCodes.Status503ServiceUnavailable,
            null,
            refused + (status.Reason is { } reason ? $"detailed error message: {reason}" : "please try again later!"));
    }

    /// <summary>
    /// Makes <c>group@@name</c> of the service name. A bad one is refused here for good: in the reference the request goes on behind the
    /// refusal, and a service without a group is the result.
    /// </summary>
    public static Task? GroupServiceName(HttpContext http, NacosParameters parameters)
    {
        if (parameters.First(ServiceName) is not { } name || string.IsNullOrWhiteSpace(name)) return null;
        name = name.Trim();
        var at = name.IndexOf(ServiceKey.Separator, StringComparison.Ordinal);
        if (at == 0 || (at > 0 && at == name.Length - ServiceKey.Separator.Length))
            return SpringErrors.WriteAsync(http, StatusCodes.Status400BadRequest, $"Service name filter error,caused: {NamingV1.NotGrouped};");
        if (at < 0)
        {
            var group = parameters.First("groupName");
            name = $"{(string.IsNullOrWhiteSpace(group) ? ServiceKey.DefaultGroup : group)}{ServiceKey.Separator}{name}";
        }
        parameters.Replace(ServiceName, name);
        return null;
    }

    private int? LimitOf(HttpContext http)
    {
        var limits = switches.Current.LimitedUrlMap;
        if (limits.Count == 0) return null;
        var url = $"{NacosPaths.Raw(http)}{(http.Request.QueryString.HasValue ? http.Request.QueryString.Value : "?")}";
        foreach (var (start, code) in limits)
        {
            // Any number above 0 can be set; what is no status that ends a request would break the connection.
            if (url.StartsWith(start, StringComparison.Ordinal)) return code is >= 200 and <= 999 ? code : StatusCodes.Status503ServiceUnavailable;
        }
        return null;
    }
}
