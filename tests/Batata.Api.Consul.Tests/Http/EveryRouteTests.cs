using Batata.Api.Consul.Http;
using Xunit.Abstractions;

namespace Batata.Api.Consul.Tests.Http;

/// <summary>Every route says what it asks for, and with authorization on it asks for it.</summary>
public sealed class EveryRouteTests(ITestOutputHelper output)
{
    /// <summary>What anybody may call, by Consul's own documentation. A new one must be written down here.</summary>
    private static readonly HashSet<string> _open =
    [
        "GET /v1/status/leader", "GET /v1/status/peers", "GET /v1/catalog/datacenters", "GET /v1/coordinate/datacenters", "GET /v1/connect/ca/roots", "GET /v1/agent/connect/ca/roots",
        "GET /v1/agent/version", "GET /v1/acl/replication", "PUT /v1/acl/bootstrap", "POST /v1/acl/login",
    ];

    [Fact]
    public async Task OnlyTheOpenOnes_DeclareNothing()
    {
        await using var server = await ConsulServer.StartAsync();
        var open = Calls(server.Routes).Where(static call => call.Permission.Resource == ConsulResource.Open).Select(static call => $"{call.Method} {call.Route.Path}").ToList();
        Assert.True(server.Routes.All.Count > 100, "Routes are missing from the table.");
        Assert.Empty(open.Except(_open));
    }

    [Fact]
    public async Task WithAuthorization_NobodyIsLetIn_ButWhereItIsOpen()
    {
        await using var server = await ConsulServer.StartAsync(new ConsulOptions { RequiresTokens = true });
        var (calls, wrong) = (0, new List<string>());
        foreach (var (method, route, permission) in Calls(server.Routes))
        {
            if (permission.Resource == ConsulResource.Open) continue;
            calls++;
            var path = route.Path + (route.TakesRest ? "x" : "");
            foreach (var (token, expected) in new[] { ("", "Permission denied"), ("?token=made-up", "ACL not found") })
            {
                var (status, text, _) = await server.SendAsync(method, path + token, method == "GET" ? null : "{}");
                if (status != 403 || !text.Contains(expected, StringComparison.Ordinal)) wrong.Add($"{method} {path}{token}: {status} {text}");
            }
        }
        output.WriteLine($"{calls} calls");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task WithAuthorization_EveryAnswerSaysThatTheDefaultIsDeny()
    {
        await using var server = await ConsulServer.StartAsync(new ConsulOptions { RequiresTokens = true });
        using var answer = await server.Client.GetAsync(new Uri("/v1/kv/a", UriKind.Relative));
        Assert.Equal("deny", Assert.Single(answer.Headers.GetValues("X-Consul-Default-ACL-Policy")));
    }

    /// <summary>What is refused has not been done either.</summary>
    [Fact]
    public async Task Refusal_WritesNothing()
    {
        var options = new ConsulOptions { RequiresTokens = true };
        await using var server = await ConsulServer.StartAsync(options);
        Assert.Equal(403, (await server.SendAsync("PUT", "/v1/kv/a", "1")).Status);
        Assert.Equal(403, (await server.SendAsync("PUT", "/v1/kv/import?namespaceId=", "[{\"key\":\"a\",\"value\":\"YQ==\"}]")).Status);
        Assert.Equal(403, (await server.GetAsync("/v1/kv/export?namespaceId=")).Status);
    }

    private static IEnumerable<(string Method, ConsulRoute Route, ConsulPermission Permission)> Calls(ConsulRoutes routes) =>
        routes.All.SelectMany(static route => route.Methods.Select(one => (one.Method, route, one.Permission)));
}
