using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Batata.Api.Consul.Events;
using Batata.Api.Consul.Tests.Http;

namespace Batata.Api.Consul.Tests.Events;

public sealed class EventEndpointsTests
{
    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000001", 1UL)]
    [InlineData("ffffffff-ffff-ffff-0000-000000000000", ulong.MaxValue)]
    [InlineData("01234567-89ab-cdef-0123-456789abcdef", 0UL)]
    public void Index_IsBothHalvesOfTheId(string id, ulong expected) => Assert.Equal(expected, EventIndex.Of(id));

    [Fact]
    public async Task List_WaitsWhileTheLastEventIsTheSame()
    {
        await using var server = await ConsulServer.StartAsync();
        var (empty, one) = await ListAsync(server, "?name=deploy");
        Assert.Equal(1UL, one);
        Assert.Equal(0, empty.GetArrayLength());

        var waiting = ListAsync(server, $"?name=deploy&index={one}&wait=60s");
        await FireAsync(server, "other");
        using (var fired = await FireAsync(server, "deploy", "hello"))
        {
            var answer = JsonDocument.Parse(await fired.Content.ReadAsStringAsync()).RootElement;
            Assert.Equal("aGVsbG8=", answer.GetProperty("Payload").GetString());
            Assert.Equal(0, answer.GetProperty("LTime").GetInt32());
        }
        var (list, index) = await waiting;
        Assert.Equal("deploy", Assert.Single(list.EnumerateArray()).GetProperty("Name").GetString());
        Assert.Equal(EventIndex.Of(list[0].GetProperty("ID").GetString()!), index);
        Assert.Equal(2, list[0].GetProperty("LTime").GetInt32());

        var begun = Stopwatch.GetTimestamp();
        var (again, same) = await ListAsync(server, $"?name=deploy&index={index}&wait=300ms");
        Assert.True(Stopwatch.GetElapsedTime(begun) >= TimeSpan.FromMilliseconds(290));
        Assert.Equal((1, index), (again.GetArrayLength(), same));
        Assert.Equal(1, (await ListAsync(server, "?name=deploy&index=12345&wait=60s")).List.GetArrayLength()); // another index answers at once
    }

    [Fact]
    public async Task Fire_OfWhatIsWrong_SaysSo()
    {
        await using var server = await ConsulServer.StartAsync();
        foreach (var (target, status, text) in ((string, HttpStatusCode, string)[])
        [
            ("", HttpStatusCode.BadRequest, "Missing name"), ("e?tag=x", HttpStatusCode.InternalServerError, "Cannot provide tag filter without service filter"),
            ("e?node=(", HttpStatusCode.InternalServerError, "Invalid node filter: error parsing regexp: missing closing ): `(`"),
            ("e?dc=elsewhere", HttpStatusCode.InternalServerError, "No path to datacenter"),
        ])
        {
            using var answer = await FireAsync(server, target);
            Assert.Equal((status, text), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
        using var large = await FireAsync(server, "e", new string('z', 70_000));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    /// <summary>Sizes seen at a real server; the count of the event takes one byte more or less there.</summary>
    [Theory]
    [InlineData("a", 414, 415, "encoded user event exceeds configured limit of 512 bytes after encoding")]
    [InlineData("abcdefghij", 396, 397, "encoded user event exceeds configured limit of 512 bytes after encoding")]
    [InlineData("a?node=n", 409, 410, "encoded user event exceeds configured limit of 512 bytes after encoding")]
    [InlineData("a?node=abcdefghijabcdefghijabcdefghijabcdefghij", 369, 370, "encoded user event exceeds configured limit of 512 bytes after encoding")]
    [InlineData("a", 0, 3000, "user event exceeds configured limit of 512 bytes before encoding")]
    public async Task Fire_TakesWhatFitsIntoOneMessageOfGossip(string target, int fits, int exceeds, string expected)
    {
        await using var server = await ConsulServer.StartAsync();
        using var taken = await FireAsync(server, target, new string('z', fits));
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        using var refused = await FireAsync(server, target, new string('z', exceeds));
        Assert.Equal((HttpStatusCode.InternalServerError, "error broadcasting event: " + expected), (refused.StatusCode, await refused.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Status_ShowsTheNodeThatLeadsAlone()
    {
        await using var server = await ConsulServer.StartAsync();
        var leader = JsonDocument.Parse(await server.Client.GetStringAsync("/v1/status/leader")).RootElement.GetString();
        var peers = JsonDocument.Parse(await server.Client.GetStringAsync("/v1/status/peers")).RootElement;
        Assert.Equal(leader, Assert.Single(peers.EnumerateArray()).GetString());
        using var refused = await server.Client.GetAsync("/v1/status/leader?stale&consistent");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task Coordinate_OfANodeThatIsNowhere_IsNotFound_WithoutAnIndex()
    {
        await using var server = await ConsulServer.StartAsync();
        using var missing = await server.Client.GetAsync("/v1/coordinate/node/nobody");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.False(missing.Headers.Contains("X-Consul-Index"));
        using var all = await server.Client.GetAsync("/v1/coordinate/nodes");
        Assert.True(all.Headers.Contains("X-Consul-Index"));
        foreach (var (body, status, text) in ((string, HttpStatusCode, string)[])
        [
            ("{\"Node\":\"n\",\"Coord\":{\"Vec\":[1,2]}}", HttpStatusCode.InternalServerError, "incompatible coordinate"),
            ("{\"Node\":\"n\",\"Coord\":{\"vec\":[0,0,0,0,0,0,0,\"x\"]}}", HttpStatusCode.BadRequest, "Request decode failed: json: cannot unmarshal string into Go struct field Coordinate.Coord.Vec of type float64"),
            ("{\"Node\":\"n\",\"Colour\":1}", HttpStatusCode.BadRequest, "Request decode failed: json: unknown field \"Colour\""),
            ("{\"Node\":\"n\"}", HttpStatusCode.BadRequest, "Missing Coord"),
            ("", HttpStatusCode.BadRequest, "Request decode failed: EOF"),
            ("{\"Datacenter\":\"x\",\"Coord\":{}}", HttpStatusCode.InternalServerError, "No path to datacenter"),
        ])
        {
            using var answer = await server.Client.PutAsync("/v1/coordinate/update", new StringContent(body));
            Assert.Equal((status, text), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
        }
    }

    private static Task<HttpResponseMessage> FireAsync(ConsulServer server, string target, string payload = "") =>
        server.Client.PutAsync($"/v1/event/fire/{target}", new ByteArrayContent(Encoding.UTF8.GetBytes(payload)));

    private static async Task<(JsonElement List, ulong Index)> ListAsync(ConsulServer server, string query)
    {
        using var answer = await server.Client.GetAsync("/v1/event/list" + query);
        var index = ulong.Parse(answer.Headers.GetValues("X-Consul-Index").Single(), System.Globalization.CultureInfo.InvariantCulture);
        return (JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement, index);
    }
}
