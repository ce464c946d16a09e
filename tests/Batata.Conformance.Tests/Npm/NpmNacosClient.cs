using System.Text.Json.Nodes;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Conformance.Tests.Npm;

/// <summary>The config client of the npm package <c>nacos</c>.</summary>
internal sealed class NpmNacosClient : IAsyncDisposable
{
    private readonly string _cache = Directory.CreateTempSubdirectory("batata-npm-").FullName;
    private readonly NpmDriver _driver;

    /// <param name="node">Where it is told to connect; a fresh client knows nothing of what an earlier one cached.</param>
    public NpmNacosClient(NodeProcess node, string namespaceId = "") => _driver = new NpmDriver("driver.js", $"127.0.0.1:{node.Ports.Main}", _cache, namespaceId);

    public Task PublishAsync(string dataId, string content) => CallAsync("publish", dataId, content);

    public Task<string?> GetAsync(string dataId) => CallAsync("get", dataId);

    public Task RemoveAsync(string dataId) => CallAsync("remove", dataId);

    public Task SubscribeAsync(string dataId) => CallAsync("subscribe", dataId);

    public Task UnsubscribeAsync(string dataId) => CallAsync("unsubscribe", dataId);

    /// <summary>What the listener of a dataId was given so far.</summary>
    public IReadOnlyList<string?> Pushed(string dataId) => _driver.Pushed(dataId + "@g");

    /// <summary>Waits until the listener was given this content last. The limit is well below the time a long poll is held: what arrives was pushed.</summary>
    public async Task PushedAsync(string dataId, string? content, TimeSpan? patience = null)
    {
        try
        {
            await Wait.UntilAsync(() => Pushed(dataId) is { Count: > 0 } all && all[^1] == content, $"{dataId} to be pushed", patience ?? TimeSpan.FromSeconds(10));
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message} Pushed: {string.Join(" | ", Pushed(dataId))}. The client said:\n{_driver.Complaints}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _driver.DisposeAsync();
        Directory.Delete(_cache, recursive: true);
    }

    private Task<string?> CallAsync(string operation, string dataId, string? content = null) =>
        _driver.CallAsync(new JsonObject { ["op"] = operation, ["dataId"] = dataId, ["group"] = "g", ["content"] = content });
}
