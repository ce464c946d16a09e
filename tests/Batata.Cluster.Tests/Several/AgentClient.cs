using System.Net;
using System.Text;
using System.Text.Json;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Several;

/// <summary>Consul's agent of one node, over HTTP.</summary>
internal sealed class AgentClient(NodeProcess node) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri(node.Consul + "/v1/") };

    public void Dispose() => _http.Dispose();

    public async Task<HttpStatusCode> PutAsync(string path, string body = "")
    {
        using var content = new StringContent(body, Encoding.UTF8);
        using var answer = await _http.PutAsync(path, content);
        return answer.StatusCode;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        using var json = JsonDocument.Parse(await _http.GetStringAsync(path));
        return json.RootElement.Clone();
    }

    /// <summary>Null when the node's agent has no such check.</summary>
    public async Task<(string Status, string Output)?> CheckAsync(string id) => (await GetAsync("agent/checks")).TryGetProperty(id, out var check)
        ? (check.GetProperty("Status").GetString()!, check.GetProperty("Output").GetString()!)
        : null;

    public async Task<IReadOnlyList<string>> ServicesAsync() => [.. (await GetAsync("agent/services")).EnumerateObject().Select(static one => one.Name)];

    /// <summary>Nodes that the catalog shows an instance of the service on.</summary>
    public async Task<IReadOnlyList<string>> NodesOfAsync(string service) =>
        [.. (await GetAsync($"catalog/service/{service}")).EnumerateArray().Select(static one => one.GetProperty("Node").GetString()!)];
}
