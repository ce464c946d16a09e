using Batata.Api.Consul.Tests.Http;

namespace Batata.Api.Consul.Tests.BadInput;

/// <summary>A body that is refused somewhere in its middle has registered nothing of what stood before.</summary>
public sealed class RefusedBodiesTests : IAsyncLifetime
{
    private static readonly string[] _shown = ["/v1/catalog/nodes", "/v1/catalog/services", "/v1/agent/services", "/v1/agent/checks", "/v1/session/list", "/v1/kv/?recurse", "/v1/health/state/any"];
    private ConsulServer _server = null!;

    public async Task InitializeAsync() => _server = await ConsulServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("/v1/catalog/register", "")]
    [InlineData("/v1/catalog/register", "{")]
    [InlineData("/v1/catalog/register", "[]")]
    [InlineData("/v1/catalog/register", "{}")]
    [InlineData("/v1/catalog/register", """{"Node":"a"}""")]
    [InlineData("/v1/catalog/register", """{"Node":"a","Address":1}""")]
    [InlineData("/v1/catalog/register", """{"Node":"a","Address":"10.0.0.1","Unknown":1}""")]
    [InlineData("/v1/catalog/register", """{"Node":"a","Address":"10.0.0.1","Datacenter":"elsewhere"}""")]
    [InlineData("/v1/catalog/register", """{"Node":"a","Address":"10.0.0.1","Service":{"Service":"s","Port":"80"}}""")]
    [InlineData("/v1/catalog/register", """{"Node":"a","Address":"10.0.0.1","Service":{"Service":"s"},"Check":{"Name":"c","ServiceID":"another","Status":"passing"}}""")]
    [InlineData("/v1/catalog/register", """{"ID":"not-a-uuid-at-all-but-a-text-of-some-length","Node":"a","Address":1.5}""")]
    [InlineData("/v1/catalog/deregister", """{"Node":1}""")]
    [InlineData("/v1/catalog/deregister", "{}")]
    [InlineData("/v1/agent/service/register", "")]
    [InlineData("/v1/agent/service/register", "{}")]
    [InlineData("/v1/agent/service/register", """{"Name":""}""")]
    [InlineData("/v1/agent/service/register", """{"Name":"s","Port":"80"}""")]
    [InlineData("/v1/agent/service/register", """{"Name":"s","Port":80.5}""")]
    [InlineData("/v1/agent/service/register", """{"Name":"s","Unknown":1}""")]
    [InlineData("/v1/agent/service/register", """{"Name":"s","Check":{"TTL":"1x"}}""")]
    [InlineData("/v1/agent/service/register", """{"Name":"s","Checks":[{"TTL":"10s"},{"Interval":"10s"}]}""")]
    [InlineData("/v1/agent/service/register", """{"Name":"s","Checks":[{"TTL":"10s"},{"TTL":"10s","Status":"well"}]}""")]
    [InlineData("/v1/agent/service/register", """{"Name":"s","Weights":{"Passing":-1,"Warning":1}}""")]
    [InlineData("/v1/agent/check/register", "{}")]
    [InlineData("/v1/agent/check/register", """{"Name":"c","TTL":5,"Unknown":1}""")]
    [InlineData("/v1/agent/check/register", """{"Name":"c","ServiceID":"nobody","TTL":"10s"}""")]
    [InlineData("/v1/agent/check/register", """{"Name":"c","Args":["true"],"Interval":"10s"}""")] // scripts are off
    [InlineData("/v1/session/create", "{")]
    [InlineData("/v1/session/create", """{"TTL":"1s"}""")]
    [InlineData("/v1/session/create", """{"Behavior":"explode"}""")]
    [InlineData("/v1/session/create", """{"NodeChecks":["nothing"]}""")]
    [InlineData("/v1/session/create", """{"LockDelay":[]}""")]
    [InlineData("/v1/txn", "{}")]
    [InlineData("/v1/txn", """[{"KV":{"Verb":"set","Key":"t","Value":"YQ=="}},{"KV":{"Verb":"explode","Key":"t"}}]""")]
    [InlineData("/v1/txn", """[{"KV":{"Verb":"set","Key":"t","Value":"YQ=="}},{"KV":{"Verb":"cas","Key":"t","Value":"YQ==","Index":7}}]""")]
    [InlineData("/v1/txn", """[{"KV":{"Verb":"set","Key":"t","Value":"not base64!"}}]""")]
    [InlineData("/v1/txn", """[{"KV":{"Verb":"set","Key":"t","Value":"YQ=="}},{"KV":{"Verb":"lock","Key":"t","Session":"00000000-0000-0000-0000-000000000000"}}]""")]
    public async Task Body_ThatIsRefused_ChangesNothing(string path, string body)
    {
        var before = await ShownAsync();
        var (status, text, _) = await _server.SendAsync("PUT", path, body);
        Assert.InRange(status, 400, 500);
        Assert.NotEqual("internal error", text);
        Assert.Equal(before, await ShownAsync());
    }

    private async Task<string> ShownAsync()
    {
        var all = "";
        foreach (var path in _shown) all += $"{path}: {(await _server.GetAsync(path)).Body}\n";
        return all;
    }
}
