using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Batata.Api.Consul.Tests.Http;
using Batata.Testing.Http;

namespace Batata.Api.Consul.Tests.BadInput;

/// <summary>What is refused, or breaks off, has changed nothing.</summary>
public sealed class HalfWrittenTests : IAsyncLifetime
{
    private const int Limit = 524_288;
    private ConsulServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ConsulServer.StartAsync();
        await _server.PutAsync("/v1/kv/a", "before");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task ValueOfTheLimit_IsTaken_OneByteMore_Is413()
    {
        await _server.PutAsync("/v1/kv/a", new string('x', Limit));
        var refused = await _server.SendAsync("PUT", "/v1/kv/a", new string('y', Limit + 1));
        Assert.Equal(413, refused.Status);
        Assert.Contains("too large", refused.Body, StringComparison.Ordinal); // Terraform and Vault look for these words
        Assert.Equal(new string('x', Limit), (await _server.GetAsync("/v1/kv/a?raw")).Body);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task ChunkedValue_IsTakenWhole_AndOverTheLimitNotAtAll(int chunks)
    {
        var taken = await RawClient.SendAsync(_server.Port, "PUT /v1/kv/a\nTransfer-Encoding: chunked", Chunked(Limit, chunks));
        Assert.StartsWith("HTTP/1.1 200 ", taken, StringComparison.Ordinal);
        Assert.Equal(Limit, (await _server.GetAsync("/v1/kv/a?raw")).Body.Length);
        await _server.PutAsync("/v1/kv/a", "before");
        var refused = await RawClient.SendAsync(_server.Port, "PUT /v1/kv/a\nTransfer-Encoding: chunked", Chunked(Limit + 1, chunks));
        Assert.StartsWith("HTTP/1.1 413 ", refused, StringComparison.Ordinal);
        Assert.Equal("before", (await _server.GetAsync("/v1/kv/a?raw")).Body);
    }

    [Theory]
    [InlineData("PUT /v1/kv/a HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf of it")]
    [InlineData("PUT /v1/kv/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n64\r\nof it")]
    [InlineData("PUT /v1/txn HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n[{\"KV\":{\"Verb\":\"set\",\"Key\":\"a\",\"Value\":\"YQ==\"}}]")]
    [InlineData("PUT /v1/kv/import?namespaceId= HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n[{\"key\":\"a\",\"value\":\"YQ==\"}]")]
    public async Task BodyThatBreaksOff_WritesNothing(string request)
    {
        var answer = Encoding.ASCII.GetString(await RawClient.ExchangeAsync(_server.Port, Encoding.ASCII.GetBytes(request), thatIsAll: true).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.DoesNotContain("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Equal("before", (await _server.GetAsync("/v1/kv/a?raw")).Body);
    }

    [Theory]
    [InlineData("?cas=x")]
    [InlineData("?flags=-1")]
    [InlineData("?flags=18446744073709551616")]
    [InlineData("?cas=0")]
    [InlineData("?cas=1&acquire=b")]
    [InlineData("?acquire=b&release=b")]
    [InlineData("?acquire=00000000-0000-0000-0000-000000000000")]
    [InlineData("?acquire=not-a-uuid")]
    [InlineData("?acquire=")]
    [InlineData("?release=b")]
    [InlineData("?dc=elsewhere")]
    [InlineData("?ns=default")]
    [InlineData("?index=x")]
    [InlineData("?wait=1")]
    [InlineData("?a;b")]
    [InlineData("?a=%zz")]
    public async Task RefusedWrite_KeepsValueAndIndex(string query)
    {
        var before = await _server.GetAsync("/v1/kv/a");
        var refused = await RawClient.SendAsync(_server.Port, "PUT /v1/kv/a" + query, "after"); // as it stands: libraries mend what is encoded badly
        Assert.Matches("^HTTP/1.1 (200 (?s:.*)\r\n\r\nfalse$|400 |500 )", refused);
        Assert.Equal(before, await _server.GetAsync("/v1/kv/a"));
    }

    [Theory]
    [InlineData("/v1/kv/")]
    [InlineData("/v1/kv/%20a")]
    [InlineData("/v1/kv/a%20")]
    [InlineData("/v1/kv/x%2F..%2Fa")]
    [InlineData("/v1/kv/a%00")]
    [InlineData("/v1/kv/%252e%252e")]
    public async Task IllegalKey_IsRefused(string path)
    {
        var before = await _server.GetAsync("/v1/kv/?recurse");
        Assert.NotEqual(200, (await _server.SendAsync("PUT", path, "after")).Status);
        Assert.Equal(before, await _server.GetAsync("/v1/kv/?recurse"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[{\"key\":1}]")]
    [InlineData("[{\"key\":\"a\"},{\"nothing\":1}]")]
    [InlineData("[{\"key\":\"good\",\"value\":\"YQ==\"},1]")]
    public async Task BrokenImport_Is400_AndImportsNothing(string body)
    {
        Assert.Equal(400, (await _server.SendAsync("PUT", "/v1/kv/import?namespaceId=", body)).Status);
        Assert.Equal("[]", (await _server.GetAsync("/v1/kv/export?namespaceId=")).Body.Trim());
    }

    /// <summary>A client that goes away while its write is on its way: it was done, or it was not.</summary>
    [Fact]
    public async Task WriterThatGoesAway_LeavesAWholeValue()
    {
        for (var i = 0; i < 100; i++)
        {
            using var tcp = new TcpClient { LingerState = new LingerOption(true, 0) };
            await tcp.ConnectAsync("127.0.0.1", _server.Port);
            var value = string.Concat(Enumerable.Repeat(i.ToString("000", CultureInfo.InvariantCulture), 300));
            await tcp.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PUT /v1/kv/a HTTP/1.1\r\nHost: x\r\nContent-Length: {value.Length}\r\n\r\n{value}"));
        }
        await _server.PutAsync("/v1/kv/after", "x");
        var read = (await _server.GetAsync("/v1/kv/a?raw")).Body;
        Assert.True(read == "before" || (read.Length == 900 && read == string.Concat(Enumerable.Repeat(read[..3], 300))), read);
    }

    private static string Chunked(int length, int chunks)
    {
        var text = new StringBuilder();
        for (var i = 0; i < chunks; i++)
        {
            var size = (length / chunks) + (i == 0 ? length % chunks : 0);
            text.Append(CultureInfo.InvariantCulture, $"{size:x}\r\n").Append('x', size).Append("\r\n");
        }
        return text.Append("0\r\n\r\n").ToString();
    }
}
