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

    [Fact]
    public async Task Import_OfOtherText_IsRefused() => await PutAsync("/v1/kv/import?namespaceId=public", "{}", HttpStatusCode.BadRequest);

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
