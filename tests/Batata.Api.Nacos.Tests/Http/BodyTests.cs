using System.Net;
using System.Text;

namespace Batata.Api.Nacos.Tests.Http;

/// <summary>Bodies and heads of odd sizes and kinds.</summary>
public sealed class BodyTests : IAsyncLifetime
{
    private const int MaxForm = 64 * 1024;
    private const int MaxHead = 16 * 1024;

    private NacosHttpServer _server = null!;

    public async Task InitializeAsync() => _server = await NacosHttpServer.StartAsync(options => (options.MaxFormBytes, options.MaxHeadBytes) = (MaxForm, MaxHead));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(MaxForm, HttpStatusCode.OK)]
    [InlineData(MaxForm + 1, HttpStatusCode.BadRequest)]
    [InlineData(1024 * 1024, HttpStatusCode.BadRequest)]
    public async Task Form_UpToTheLimit_IsReadWhole(int length, HttpStatusCode expected)
    {
        const string names = "dataId=a&group=G&content=";
        var form = names + new string('x', length - names.Length);
        foreach (var chunked in new[] { false, true })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/nacos/v1/cs/configs") { Content = Form(form) };
            request.Headers.TransferEncodingChunked = chunked;
            using var answer = await _server.Client.SendAsync(request);
            Assert.Equal(expected, answer.StatusCode);
            // Over the limit it counts as no form at all.
            if (expected != HttpStatusCode.OK) Assert.Contains("Required parameter 'dataId'", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using var read = await _server.Client.GetAsync("/nacos/v1/cs/configs?dataId=a&group=G");
        Assert.Equal(expected == HttpStatusCode.OK ? HttpStatusCode.OK : HttpStatusCode.NotFound, read.StatusCode);
    }

    [Theory]
    [InlineData("PUT", "/nacos/v1/cs/ops/log", "logName=config-server&logLevel=INFO", "200")]
    [InlineData("DELETE", "/nacos/v1/cs/configs", "dataId=none&group=G", "true")]
    public async Task Form_OfOtherMethods_IsRead(string method, string path, string form, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = Form(form) };
        using var answer = await _server.Client.SendAsync(request);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Form_OfGet_IsNotLookedAt()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nacos/v1/cs/configs?dataId=none") { Content = Form("group=G") };
        using var answer = await _server.Client.SendAsync(request);
        Assert.Contains("Required parameter 'group'", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Multipart_TextParts_AreParameters()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("m"), "dataId" }, { new StringContent("G"), "group" }, { new StringContent("ü\r\nb"), "content" },
            { new ByteArrayContent([1, 2, 3]), "file", "some.zip" },
        };
        using var publish = await _server.Client.PostAsync("/nacos/v1/cs/configs", form);
        Assert.Equal("true", await publish.Content.ReadAsStringAsync());
        Assert.Equal("ü\r\nb", await _server.Client.GetStringAsync("/nacos/v1/cs/configs?dataId=m&group=G"));
    }

    [Fact]
    public async Task Multipart_APartOverOneMiB_Is413WithoutABody()
    {
        using var form = new MultipartFormDataContent { { new StringContent("m"), "dataId" }, { new StringContent(new string('x', (1024 * 1024) + 1)), "content" } };
        using var answer = await _server.Client.PostAsync("/nacos/v1/cs/configs", form);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Head_OverTheLimit_Is400()
    {
        using var fits = await _server.Client.GetAsync($"/nacos/v1/cs/configs?dataId=none&group=G&x={new string('x', MaxHead - 1024)}");
        Assert.Equal(HttpStatusCode.NotFound, fits.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nacos/v1/cs/configs?dataId=none&group=G&x=1");
        request.Headers.Add("X-Big", new string('x', MaxHead));
        using var answer = await _server.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private static StringContent Form(string form) => new(form, Encoding.UTF8, "application/x-www-form-urlencoded");
}
