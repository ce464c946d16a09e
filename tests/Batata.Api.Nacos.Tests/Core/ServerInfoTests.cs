using System.Text.Json;
using Batata.Api.Nacos.Tests.Http;

namespace Batata.Api.Nacos.Tests.Core;

/// <summary>Texts for the users of the console come from files beside the settings, and from nowhere else.</summary>
public sealed class ServerInfoTests : IDisposable
{
    private readonly string _conf = Directory.CreateTempSubdirectory("batata-conf-").FullName;

    public void Dispose() => Directory.Delete(_conf, recursive: true);

    [Fact]
    public async Task Texts_AreThoseOfTheFiles()
    {
        await File.WriteAllTextAsync(Path.Combine(_conf, "announcement_en-US.conf"), "down on Sunday");
        await File.WriteAllTextAsync(Path.Combine(_conf, "console-guide.conf"), "ask Ops");
        await File.WriteAllTextAsync(Path.Combine(_conf, "secret.conf"), "not for you");
        await using var server = await NacosHttpServer.StartAsync(options => options.ConfFolder = _conf);
        Assert.Equal("down on Sunday", await DataAsync(server, "/v3/console/server/announcement?language=en-US"));
        Assert.Null(await DataAsync(server, "/v3/console/server/announcement"));
        Assert.Equal("ask Ops", await DataAsync(server, "/v1/console/server/guide"));
        foreach (var name in (string[])["x/../secret", "..%2Fsecret", "%5C..%5Csecret"])
            Assert.DoesNotContain("not for you", await server.Client.GetStringAsync($"/nacos/v3/console/server/announcement?language={name}"), StringComparison.Ordinal);
        using var odd = await server.Client.GetAsync(new Uri("/nacos/v1/console/server/announcement?language=x/../../secret", UriKind.Relative));
        Assert.Equal(400, (int)odd.StatusCode);
    }

    private static async Task<string?> DataAsync(NacosHttpServer server, string path)
    {
        using var json = JsonDocument.Parse(await server.Client.GetStringAsync("/nacos" + path));
        return json.RootElement.GetProperty("data").GetString();
    }
}
