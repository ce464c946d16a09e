using System.Net;
using System.Text;
using System.Text.Json;
using Batata.Testing.Nodes;

namespace Batata.Host.Tests.Processes;

/// <summary>Configs as pairs of Consul, on the main port: <c>/v1/kv/export</c> and <c>/v1/kv/import</c> with a namespace. Without one they are keys.</summary>
public sealed class ConfigPairsTests : IAsyncLifetime
{
    private static readonly HttpClient _http = new();
    private NodeProcess _node = null!;

    private string Root => $"http://127.0.0.1:{_node.Ports.Main}";

    public async Task InitializeAsync() => _node = await NodeProcess.StartNewAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Import_OfAnExport_StoresTheSameConfigs()
    {
        Assert.Equal("[]\n", await _http.GetStringAsync($"{Root}/v1/kv/export?namespaceId="));
        const string pairs = """
            [{"key":"plain","flags":0,"value":"dMOpeHQ="},{"Key":"G/app.yml","Flags":1,"Value":"not base64!"},{"key":"dev/G/a.json","value":"e30="},
             {"key":"folder/","value":""},{"key":"G/a/b/c","value":"eA=="}]
            """;
        using var report = JsonDocument.Parse(await PutAsync("/v1/kv/import?namespaceId=", pairs, HttpStatusCode.OK));
        Assert.Equal((3, 1, 1), (Number(report, "successCount"), Number(report, "skipCount"), Number(report, "failCount")));
        Assert.Equal("invalid dataId : b/c", report.RootElement.GetProperty("failData")[0].GetProperty("reason").GetString());
        Assert.Equal("téxt", await ReadAsync("dataId=plain&group=DEFAULT_GROUP"));
        Assert.Equal("not base64!", await ReadAsync("dataId=app.yml&group=G"));
        Assert.Equal("{}", await ReadAsync("dataId=a.json&group=G&tenant=dev"));

        var exported = await _http.GetStringAsync($"{Root}/v1/kv/export?namespaceId=public");
        Assert.Equal(
            "[{\"Key\":\"public/DEFAULT_GROUP/plain\",\"Flags\":0,\"Value\":\"dMOpeHQ=\"},{\"Key\":\"public/G/app.yml\",\"Flags\":0,\"Value\":\"bm90IGJhc2U2NCE=\"}]",
            JsonSerializer.Serialize(JsonDocument.Parse(exported)));
        await PutAsync("/v1/kv/import?namespaceId=public", exported, HttpStatusCode.OK);
        Assert.Equal(exported, await _http.GetStringAsync($"{Root}/v1/kv/export?namespaceId=public"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("[{\"key\":5}]")]
    [InlineData("[{\"key\":\"a\",\"value\":\"eA==\"}")]
    [InlineData("[{\"value\":\"eA==\"}]")]
    public async Task Import_OfOtherText_IsRefused(string body) => await PutAsync("/v1/kv/import?namespaceId=public", body, HttpStatusCode.BadRequest);

    [Fact]
    public async Task Import_OfATree_StoresAllOfIt_AndTheLastOfWhatStandsThereTwice()
    {
        var pairs = Enumerable.Range(0, 600).Select(static i => new { key = $"G/tree.{i % 500}", value = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{i}")) });
        using var report = JsonDocument.Parse(await PutAsync("/v1/kv/import?namespaceId=big", JsonSerializer.Serialize(pairs), HttpStatusCode.OK));
        Assert.Equal((600, 0, 0), (Number(report, "successCount"), Number(report, "skipCount"), Number(report, "failCount")));
        Assert.Equal(500, JsonDocument.Parse(await _http.GetStringAsync($"{Root}/v1/kv/export?namespaceId=big")).RootElement.GetArrayLength());
        foreach (var (name, content) in (IEnumerable<(int, string)>)[(7, "507"), (99, "599"), (100, "100")]) Assert.Equal(content, await ReadAsync($"dataId=tree.{name}&group=G&tenant=big"));
    }

    [Fact]
    public async Task Import_OfAValueThatIsNoText_IsRefused_AndTheRestIsStored()
    {
        using var report = JsonDocument.Parse(await PutAsync("/v1/kv/import?namespaceId=public", """[{"key":"G/bytes","value":"gICA"},{"key":"G/half\ud800","value":"eA=="},{"key":"G/text","value":"eA=="}]""", HttpStatusCode.OK));
        Assert.Equal((1, 0, 2), (Number(report, "successCount"), Number(report, "skipCount"), Number(report, "failCount")));
        Assert.Equal("the value is no text in UTF-8", report.RootElement.GetProperty("failData")[0].GetProperty("reason").GetString());
        Assert.Equal("x", await ReadAsync("dataId=text&group=G"));
    }

    [Fact]
    public async Task WithoutNamespace_TheyAreKeys()
    {
        Assert.Equal("true", await PutAsync("/v1/kv/import", "x", HttpStatusCode.OK));
        Assert.Equal("x", await _http.GetStringAsync($"{Root}/v1/kv/import?raw"));
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync($"{Root}/v1/kv/export")).StatusCode);
    }

    private static int Number(JsonDocument report, string name) => report.RootElement.GetProperty(name).GetInt32();

    private Task<string> ReadAsync(string query) => _http.GetStringAsync($"{_node.Nacos}/v1/cs/configs?{query}");

    private async Task<string> PutAsync(string path, string body, HttpStatusCode expected)
    {
        using var answer = await _http.PutAsync(Root + path, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(expected, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}
