using System.Text;
using System.Text.RegularExpressions;
using Batata.Api.Consul.Tests.Http;
using Batata.Testing.Http;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Batata.Api.Consul.Tests.BadInput;

/// <summary>Requests of anybody to every path that there is: whatever comes, there is an answer, no handler fell over, and it tells nothing of the inside.</summary>
public sealed partial class FuzzTests : IAsyncLifetime
{
    private ConsulServer _server = null!;

    public async Task InitializeAsync() => _server = await ConsulServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Property(MaxTest = 1_500, Arbitrary = [typeof(Requests)])]
    public async Task AnyRequest_IsAnswered(Request request)
    {
        var (method, path) = PathOf(request.Route);
        var query = request.Query.Length > 0 ? "?" + request.Query : "";
        var answer = await RawClient.SendAsync(_server.Port, $"{request.Method ?? method} {path}{request.Rest}{query}\n{request.Head}", request.Body);
        AssertAnswer(answer);
    }

    [Property(MaxTest = 300)]
    public async Task AnyBytes_AreAnsweredOrTheConnectionIsClosed(byte[]? bytes)
    {
        var answer = Encoding.Latin1.GetString(await RawClient.ExchangeAsync(_server.Port, [.. bytes ?? [], .. "\r\n\r\n"u8], thatIsAll: true));
        if (answer.Length > 0) Assert.Matches("^HTTP/1.1 (4[0-9][0-9]|505) ", answer); // what looks like a version is none we have
        Assert.Equal(404, (await _server.GetAsync("/v1/kv/nothing")).Status);
    }

    [Theory]
    [InlineData("GET /v1/kv/a\r\n\r\n")]
    [InlineData("GET /v1/kv/a HTTP/9.9\r\nHost: x\r\n\r\n")]
    [InlineData("GET /v1/kv/a HTTP/1.1\r\n\r\n")] // no host
    [InlineData("GET  /v1/kv/a HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("G\0T /v1/kv/a HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("PUT /v1/kv/a HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("PUT /v1/kv/a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")]
    [InlineData("PUT /v1/kv/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n")]
    [InlineData("PUT /v1/kv/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\nab")]
    [InlineData("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")] // TLS
    public async Task BrokenHttp_IsRefused_AndWritesNothing(string request)
    {
        var answer = Encoding.Latin1.GetString(await RawClient.ExchangeAsync(_server.Port, Encoding.Latin1.GetBytes(request), thatIsAll: true));
        if (answer.Length > 0) Assert.Matches("^HTTP/1.1 (4[0-9][0-9]|50[15]) ", answer);
        Assert.Equal(404, (await _server.GetAsync("/v1/kv/a")).Status);
    }

    private static void AssertAnswer(string answer)
    {
        Assert.Matches("^HTTP/1.1 [2-5][0-9][0-9] ", answer);
        Assert.DoesNotContain("internal error", answer, StringComparison.Ordinal); // what the pipeline says of an exception that nobody expected
        Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\n   at ", answer, StringComparison.Ordinal);
        Assert.DoesNotMatch(Twice(), answer);
    }

    /// <summary>A route of the table, by number: those that end the node, or stream for good, are left out.</summary>
    private (string Method, string Path) PathOf(int number)
    {
        var routes = _server.Routes.All.Where(static route => route.Path is not ("/v1/agent/leave" or "/v1/agent/monitor" or "/v1/agent/metrics/stream")).ToList();
        var route = routes[number % routes.Count];
        var methods = route.Methods.ToList();
        return (methods[number / routes.Count % methods.Count].Method, route.Path);
    }

    /// <summary>A header of Consul that is sent twice breaks clients that expect one.</summary>
    [GeneratedRegex(@"(?is)\r\n(X-Consul-[a-z-]+):.*\r\n\1:.*\r\n\r\n")]
    private static partial Regex Twice();

    /// <param name="Route">Number of a route and its method.</param>
    /// <param name="Method">Null for one that the route has.</param>
    public sealed record Request(int Route, string? Method, string Rest, string Query, string Head, string Body)
    {
        public override string ToString() => $"{Route} {Method} {Rest}?{Query}\n{Head}\n\n{Body}";
    }

    public static class Requests
    {
        private static readonly Gen<string?> Method = Gen.Elements<string?>(null, null, null, null, null, null, "GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "FOO");

        private static readonly Gen<string> Rest = Gen.Elements(
            "", "a", "a", "a", "a/b", "a%2Fb", "%zz", "%00", "%ff", "..", "/", "passing", "critical", "any", "node1", "consul", "ADF4238A-882B-9DDC-4A9D-5B6758E4159E",
            "00000000-0000-0000-0000-000000000000", "not-a-uuid", "%F0%9F%9A%80", "%20a%20", "a?b", "a;b", new string('x', 3_000));

        private static readonly Gen<string> Name = Gen.Elements(
            "index", "wait", "filter", "filter", "dc", "recurse", "keys", "raw", "separator", "cas", "flags", "acquire", "release", "stale", "consistent", "max_stale", "cached", "pretty", "near",
            "node-meta", "tag", "passing", "token", "ns", "partition", "enable", "reason", "note", "output", "status", "node", "service", "name", "replace-existing-checks", "hash", "wan",
            "segment", "namespaceId", "merge-central-config", "%zz", "", "x");

        private static readonly Gen<string> Value = Gen.Elements(
            "a", "", "1", "0", "-1", "1.5", "18446744073709551615", "99999999999999999999999", "true", "False", "maybe", "1ms", "1", "10s0", "1d", "-1s", "%00", "%ff", "%zz", "k:v", "k:", ":", "_agent",
            "Node+%3D%3D+%22a%22", "Service+matches+%22%28a%2B%29%2B%24%22", "Meta.x+is+empty", "not+%28a+in+b", "%22a%22+in+Tags+and", "a+%3D%3D", "Service+matches+%22%28%22", "ID%3D%3D1+or+Port%3E2",
            new string('x', 5_000));

        private static readonly Gen<string> Header = Gen.Elements(
            "X-Consul-Token: x", "Authorization: Bearer", "Accept-Encoding: gzip;q=0", "Accept-Encoding: gzip", "Cache-Control: max-age=x", "X-Consul-Namespace: a", "X-Consul-Partition: a", "Content-Encoding: gzip",
            "X-Forwarded-For: ,", "Expect: something", "Content-Type: ;", "If-None-Match: x", "X-Consul-Index: a");

        private static readonly string[] Names =
        [
            "Node", "node", "Address", "ID", "Name", "name", "Service", "Services", "Check", "Checks", "ServiceID", "ServiceName", "CheckID", "Status", "Output", "Tags", "Meta", "Port", "TTL", "Interval", "Timeout", "HTTP",
            "TCP", "GRPC", "Args", "AliasNode", "AliasService", "DeregisterCriticalServiceAfter", "Weights", "Passing", "Warning", "TaggedAddresses", "lan", "EnableTagOverride", "Proxy", "Connect", "Native",
            "SidecarService", "Kind", "Datacenter", "NodeMeta", "SkipNodeUpdate", "Behavior", "LockDelay", "NodeChecks", "ServiceChecks", "KV", "Verb", "Key", "Value", "Flags", "Index", "Session", "Coord", "Vec",
            "Error", "Adjustment", "Height", "Segment", "Definition", "Type", "Namespace", "unknown", "", "\u0000",
        ];

        private static readonly string[] Scalars =
        [
            "null", "true", "0", "-1", "1.5", "1e400", "65536", "18446744073709551616", "\"\"", "\"a\"", "\"10s\"", "\"1d\"", "\"passing\"", "\"delete\"", "\"set\"", "\"lock\"", "\"cas\"", "\"127.0.0.1\"",
            "\"127.0.0.1:1\"", "\"adf4238a-882b-9ddc-4a9d-5b6758e4159e\"", "\"YQ==\"", "\"not base64!\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[null]", "[[]]", "[\"a\",1]",
        ];

        private static readonly Gen<string> Broken = Gen.Elements(
            "", "{", "}", "[", "null", "nul", "1", "\"a\"", "{\"a\"", "{\"a\":}", "{\"Name\":\"a\",}", "{\"Name\":\"a\"}{", "[{\"KV\":{}}]", "[{}]", "[[]]", "\u0000", "\ufeff{}", "{'a':1}", "[1,2", "{\"Name\":\"\\x\"}",
            new string('[', 2_000), string.Concat(Enumerable.Repeat("{\"a\":", 1_000)));

        public static Arbitrary<Request> All() =>
        (
            from route in Gen.Choose(0, 2_000)
            from method in Method
            from rest in Rest
            from query in Pairs()
            from headers in Header.ListOf(1)
            from body in Gen.Frequency((1, Broken), (3, Json(2)))
            select new Request(route, method, rest, query, string.Join('\n', headers), body)
        ).ToArbitrary();

        private static Gen<string> Pairs() =>
            from count in Gen.Choose(0, 3)
            from pairs in (from name in Name from value in Value where !(name is "wait" && value is "10s0") select $"{name}={value}").ListOf(count)
            // A query that may block says for how long.
            select string.Join('&', pairs) + (pairs.Any(static pair => pair.StartsWith("index=", StringComparison.Ordinal)) || pairs.Any(static pair => pair.StartsWith("hash=", StringComparison.Ordinal)) ? "&wait=1ms" : "");

        private static Gen<string> Json(int depth)
        {
            var value = depth == 0 ? Gen.Elements(Scalars) : Gen.Frequency((3, Gen.Elements(Scalars)), (1, Json(depth - 1)), (1, Json(depth - 1).Select(static one => $"[{one}]")));
            var members = from name in Gen.Elements(Names) from one in value select $"\"{name.Replace("\0", "\\u0000", StringComparison.Ordinal)}\":{one}";
            return from count in Gen.Choose(0, 5) from all in members.ListOf(count) select "{" + string.Join(',', all) + "}";
        }
    }
}
