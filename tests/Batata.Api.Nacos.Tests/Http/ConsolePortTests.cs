using System.Net;

namespace Batata.Api.Nacos.Tests.Http;

public sealed class ConsolePortTests
{
    private const string Liveness = "/v3/console/health/liveness";

    [Fact]
    public async Task ConsoleContextPath_IsAskedOnItsPortAlone()
    {
        await using var server = await NacosHttpServer.StartAsync(static options => options.ConsoleContextPath = "/ui");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.ConsolePort, "/ui" + Liveness));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server.ConsolePort, Liveness));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server.ConsolePort, "/uix" + Liveness));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Port, "/nacos" + Liveness));
    }

    [Theory]
    [InlineData("/v3/admin/core/state/liveness")]
    [InlineData("/v1/cs/health")]
    public async Task CallsOfTheMainPort_AreUnknownOnTheConsolePort(string path)
    {
        await using var server = await NacosHttpServer.StartAsync();

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server.Port, "/nacos" + path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(server.ConsolePort, path));
    }

    private static async Task<HttpStatusCode> StatusAsync(int port, string path)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
        return answer.StatusCode;
    }
}
