using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Batata.Api.Nacos.Tests.Http;

/// <summary>Requests of anybody: whatever comes, there is an answer, it is not a crash, and it tells nothing of the inside.</summary>
public sealed class FuzzTests : IAsyncLifetime
{
    private NacosHttpServer _server = null!;

    public async Task InitializeAsync() => _server = await NacosHttpServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Property(MaxTest = 600, Arbitrary = [typeof(Requests)])]
    public async Task AnyRequest_IsAnswered(Request request)
    {
        var answer = await RawClient.SendAsync(_server.Port, request.Head, request.Body);
        Assert.Matches("^HTTP/1.1 [2-5][0-9][0-9] ", answer);
        // The only 500 that is an answer: another md5 was expected.
        if (answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal)) Assert.EndsWith("\r\n\r\nfalse", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\n   at ", answer, StringComparison.Ordinal);
    }

    public sealed record Request(string Head, string Body)
    {
        public override string ToString() => $"{Head}\n\n{Body}";
    }

    public static class Requests
    {
        private static readonly Gen<string> Method = Gen.Elements("GET", "GET", "GET", "POST", "POST", "POST", "PUT", "DELETE", "DELETE", "HEAD", "OPTIONS", "FOO");

        private static readonly Gen<string> Path = Gen.Elements(
            "/configs", "/configs", "/configs", "/configs", "/configs", "/configs/listener", "/configs/listener", "/configs/catalog", "/listener", "/history", "/history/previous", "/history/configs",
            "/metrics/cluster", "/ops/log", "/ops/derby", "/capacity", "/none", "/configs/", "/%00", "/%ff", "//", "/..", "");

        /// <summary>Most requests have what a handler needs, so that it is the handler that sees the rest.</summary>
        private static readonly Gen<string> Begin = Gen.Elements(
            "", "dataId=a&group=G&", "dataId=a&group=G&content=c&", "dataId=a&group=G&pageNo=1&pageSize=1&search=blur&", "dataId=a&group=G&content=c&tag=t&",
            "dataId=a&group=G&nid=1&id=1&ip=1.1.1.1&", "Listening-Configs=a%02G%02%01&", "delType=ids&ids=1&");

        private static readonly Gen<string> Name = Gen.Elements(
            "dataId", "dataId", "dataId", "group", "group", "group", "content", "content", "tenant", "tag", "namespaceId", "Listening-Configs", "search", "show", "beta", "delType", "ids",
            "pageNo", "nid", "id", "ip", "all", "sampleTime", "type", "config_tags", "src_user", "encryptedDataKey", "logName", "logLevel", "sql", "%zz", "", "\"");

        private static readonly Gen<string> Value = Gen.Elements(
            "a", "a", "a", "G", "G", "", "+", "%00", "%ff", "%zz", "%F0%9F%9A%80", "%ED%A0%80", "all", "true", "blur", "accurate", "ids", "0", "1", "-1", "1,x", "99999999999999999999",
            "a%02G%02%01", "a%02%01", "%01%02%02%01", "*", "%25", "'", "%0d%0aX: y", new string('x', 300));

        private static readonly Gen<string> Header = Gen.Elements(
            "Long-Pulling-Timeout: 30000\nLong-Pulling-Timeout-No-Hangup: true", "casMd5: x", "betaIps: 1.1.1.1", "betaIps: ,", "Vipserver-Tag: a!b", "X-Forwarded-For: ,",
            "X-Real-IP: x", "Client-Version: 9999999999.1", "Client-Version: ..", "Accept: text/html", "Accept: ;;;", "Accept: a/b;q=0", "If-None-Match: x", "Origin: null");

        private static readonly Gen<string> Type = Gen.Elements(
            "application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=UTF-16", "multipart/form-data; boundary=a", "application/json", ";", "");

        public static Arbitrary<Request> All() =>
        (
            from method in Method
            from path in Path
            from begin in Begin
            from query in Pairs()
            from form in Pairs()
            from type in Type
            from headers in Header.ListOf(2)
            select new Request(
                $"{method} /nacos/v1/cs{path}?{begin}{query}\nContent-Type: {type}\n{string.Join('\n', headers.Distinct())}",
                method is "GET" or "HEAD" ? "" : form)
        ).ToArbitrary();

        private static Gen<string> Pairs() =>
            from count in Gen.Choose(0, 3)
            from pairs in (from name in Name from value in Value select $"{name}={value}").ListOf(count)
            select string.Join('&', pairs);
    }
}
