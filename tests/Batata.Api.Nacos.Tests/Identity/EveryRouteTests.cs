using System.Text.Json;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Application.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Batata.Api.Nacos.Tests.Identity;

/// <summary>Every HTTP route on every port says what it asks for, and asks for it.</summary>
public sealed class EveryRouteTests(ITestOutputHelper output)
{
    [Fact]
    public async Task EveryRoute_DeclaresResourceAndAction_OrStandsInTheListOfWhatIsOpen()
    {
        await using var server = await GuardedServer.StartAsync(nacos: static options => options.PrometheusEnabled = true);
        var routes = server.Server.Services.GetRequiredService<NacosRoutes>();

        foreach (var route in routes.All)
        {
            var permission = Assert.IsType<NacosPermission>(route.Permission);
            if (permission.Subject == PermissionSubject.Open) Assert.Contains(OpenAccess.All, open => ReferenceEquals(open, permission));
            if (permission.Subject == PermissionSubject.Fixed) Assert.False(string.IsNullOrWhiteSpace(permission.Resource), route.ToString());
        }
        output.WriteLine($"{routes.All.Count} routes on the main port, {routes.All.Count(static r => r.OnConsole)} of them on the console port as well; "
            + string.Join(", ", routes.All.GroupBy(static r => r.Permission!.Subject).Select(static g => $"{g.Key} {g.Count()}")));
        Assert.True(routes.All.Count > 300, "Routes are missing from the table.");
    }

    [Fact]
    public async Task EveryRoute_RefusesWhomItMust_AndNobodyElse()
    {
        await using var server = await GuardedServer.StartAsync(nacos: static options => options.PrometheusEnabled = true);
        var services = server.Server.Services;
        var reader = await server.AddUserAsync("reader", ("public:*:*", "r"));
        var user = services.GetRequiredService<IIdentityState>().Current.Find("reader")!;
        var tokens = new Dictionary<CallerKind, string?>
        {
            [CallerKind.Nobody] = null,
            [CallerKind.Foreign] = Callers.Foreign(user),
            [CallerKind.Expired] = Callers.Expired(services.GetRequiredService<ILoginTokens>(), user),
            [CallerKind.Reader] = reader,
            [CallerKind.Stranger] = await server.AddUserAsync("stranger", ("elsewhere:*:*", "rw")),
        };
        using var console = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{server.Server.ConsolePort}") };
        var (calls, refused, wrong) = (0, 0, new List<string>());
        foreach (var route in services.GetRequiredService<NacosRoutes>().All)
        {
            foreach (var (client, prefix) in route.OnConsole ? ((HttpClient, string)[])[(server.Server.Client, "/nacos"), (console, "")] : [(server.Server.Client, "/nacos")])
            {
                foreach (var (caller, token) in tokens)
                {
                    var (status, refusal) = await CallAsync(client, prefix, route, token);
                    calls++;
                    if (refusal is not null) refused++;
                    var expected = route.Class == ApiClass.Inner ? null : Callers.ExpectedRefusal(route.Permission!, caller);
                    if (refusal != expected || (refusal is not null && status != 403)) wrong.Add($"{prefix}{route} as {caller}: {status} {refusal ?? "let in"}, not {expected ?? "let in"}");
                }
            }
        }

        output.WriteLine($"{calls} calls, {refused} of them refused");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <returns>The text of the gate, or null when somebody else answered.</returns>
    private static async Task<(int Status, string? Refusal)> CallAsync(HttpClient client, string prefix, NacosRoute route, string? token)
    {
        var path = string.Join('/', route.Path.Split('/').Select(static part => part.StartsWith('{') ? "x" : part));
        var query = route.Selector is { } selector ? $"?{selector.Name}={selector.Value}" : "";
        using var request = new HttpRequestMessage(new HttpMethod(route.Methods[0]), prefix + path + query);
        if (token is not null) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
        using var answer = await client.SendAsync(request);
        if (answer.Content.Headers.ContentType?.MediaType != "application/json") return ((int)answer.StatusCode, null);
        var text = await answer.Content.ReadAsStringAsync();
        if (!text.StartsWith("{\"timestamp\"", StringComparison.Ordinal)) return ((int)answer.StatusCode, null);
        using var json = JsonDocument.Parse(text);
        var message = json.RootElement.GetProperty("message").GetString()!;
        return ((int)answer.StatusCode, message.StartsWith("Code: ", StringComparison.Ordinal) ? message : null);
    }
}
