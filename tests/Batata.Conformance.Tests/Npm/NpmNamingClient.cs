using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Conformance.Tests.Npm;

/// <summary>The naming client of the npm package <c>nacos</c>: v1 HTTP with beats, polls and pushes over UDP.</summary>
internal sealed class NpmNamingClient(NodeProcess node, string namespaceId = "public") : IAsyncDisposable
{
    private readonly NpmDriver _driver = new("naming-driver.js", $"127.0.0.1:{node.Ports.Main}", namespaceId);

    public Task RegisterAsync(string service, string ip, int port, IReadOnlyDictionary<string, string>? metadata = null) =>
        CallAsync("register", service, InstanceOf(ip, port, metadata));

    public Task DeregisterAsync(string service, string ip, int port) => CallAsync("deregister", service, InstanceOf(ip, port, null));

    /// <summary>What the server answers now, as <c>ip:port healthy</c>, sorted.</summary>
    public async Task<string> ListAsync(string service) => Shown(await CallAsync("list", service));

    public Task SubscribeAsync(string service) => CallAsync("subscribe", service);

    public async Task<string> StatusAsync() => (await CallAsync("status", ""))!;

    public async Task<IReadOnlyList<string>> ServicesAsync()
    {
        using var json = JsonDocument.Parse((await CallAsync("services", ""))!);
        return [.. json.RootElement.GetProperty("data").EnumerateArray().Select(static name => name.GetString()!)];
    }

    /// <summary>Datagrams that came, whatever they held.</summary>
    public async Task<int> DatagramsAsync() => int.Parse((await CallAsync("datagrams", ""))!, CultureInfo.InvariantCulture);

    /// <summary>Waits until the listener was given these hosts last.</summary>
    /// <param name="patience">Below the 10 s between two polls: what arrives was pushed.</param>
    public async Task ShowsAsync(string service, string hosts, TimeSpan? patience = null)
    {
        try
        {
            await Wait.UntilAsync(
                () => _driver.Pushed(service) is { Count: > 0 } all && Shown(all[^1]) == hosts, $"{service} to be {hosts}", patience ?? TimeSpan.FromSeconds(5));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} It was: {string.Join(" | ", _driver.Pushed(service).Select(Shown))}. The client said:\n{_driver.Complaints}");
        }
    }

    public Task KillAsync() => _driver.KillAsync();

    public ValueTask DisposeAsync() => _driver.DisposeAsync();

    private static JsonObject InstanceOf(string ip, int port, IReadOnlyDictionary<string, string>? metadata)
    {
        var instance = new JsonObject { ["ip"] = ip, ["port"] = port };
        if (metadata is not null) instance["metadata"] = new JsonObject(metadata.Select(static m => KeyValuePair.Create<string, JsonNode?>(m.Key, m.Value)));
        return instance;
    }

    private static string Shown(string? hosts)
    {
        using var json = JsonDocument.Parse(hosts ?? "[]");
        return string.Join(' ', json.RootElement.EnumerateArray()
            .Select(static h => $"{h.GetProperty("ip").GetString()}:{h.GetProperty("port").GetInt32()}{(h.GetProperty("healthy").GetBoolean() ? "" : "!")}")
            .Order(StringComparer.Ordinal));
    }

    private Task<string?> CallAsync(string operation, string service, JsonObject? instance = null) =>
        _driver.CallAsync(new JsonObject { ["op"] = operation, ["service"] = service, ["instance"] = instance });
}
