namespace Batata.Api.Consul.Tests.Http;

/// <summary>Paths that stand elsewhere, as Go's <c>http.Redirect</c> says it: in words to readers alone.</summary>
public sealed class RedirectTests
{
    [Theory]
    [InlineData("GET", true)]
    [InlineData("PUT", false)]
    [InlineData("POST", false)]
    [InlineData("DELETE", false)]
    [InlineData("OPTIONS", false)]
    public async Task OnlyAReader_GetsAText(string method, bool inWords)
    {
        await using var server = await ConsulServer.StartAsync();
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = server.Client.BaseAddress };
        foreach (var (path, to) in new[] { ("/", "/ui/"), ("/v1//kv/a", "/v1/kv/a"), ("/v1/catalog/service", "/v1/catalog/service/") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
            using var answer = await client.SendAsync(request);
            Assert.Equal(301, (int)answer.StatusCode);
            Assert.Equal(to, answer.Headers.Location?.OriginalString);
            Assert.Equal(inWords ? $"<a href=\"{to}\">Moved Permanently</a>.\n\n" : "", await answer.Content.ReadAsStringAsync());
            Assert.Equal(inWords ? "text/html; charset=utf-8" : null, answer.Content.Headers.ContentType?.ToString());
        }
    }
}
