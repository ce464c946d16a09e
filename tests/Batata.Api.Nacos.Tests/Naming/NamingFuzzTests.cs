using Batata.Api.Nacos.Tests.Http;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Batata.Api.Nacos.Tests.Naming;

/// <summary>Requests of anybody to naming v1: whatever comes, there is an answer, it is not a crash, and it tells nothing of the inside.</summary>
public sealed class NamingFuzzTests : IAsyncLifetime
{
    private NacosHttpServer _server = null!;

    public async Task InitializeAsync() => _server = await NacosHttpServer.StartAsync(options => options.PrometheusEnabled = true);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Property(MaxTest = 1500, Arbitrary = [typeof(Requests)])]
    public async Task AnyRequest_IsAnswered(Request request)
    {
        var answer = await RawClient.SendAsync(_server.Port, request.Head, request.Body);
        Assert.Matches("^HTTP/1.1 [2-5][0-9][0-9] ", answer);
        // The only 500 that is an answer is the reference's to an expression of a selector.
        if (answer.StartsWith("HTTP/1.1 500", StringComparison.Ordinal)) Assert.EndsWith("parse expression failed!", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("\n   at ", answer, StringComparison.Ordinal);
    }

    public sealed record Request(string Head, string Body)
    {
        public override string ToString() => $"{Head}\n\n{Body}";
    }

    public static class Requests
    {
        private static readonly Gen<string> Method = Gen.Elements("GET", "GET", "POST", "POST", "PUT", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");

        private static readonly Gen<string> Path = Gen.Elements(
            "/instance", "/instance", "/instance", "/instance/list", "/instance/list", "/instance/beat", "/instance/beat", "/instance/statuses", "/instance/metadata/batch",
            "/service", "/service", "/service/list", "/service/names", "/service/subscribers", "/catalog/service", "/catalog/instances", "/catalog/services", "/cluster",
            "/health", "/health/server", "/operator/metrics", "/operator/push/state", "/ops/distro/client", "/ops/log", "/none", "/instance/", "");

        private static readonly Gen<string> Begin = Gen.Elements(
            "", "serviceName=a&", "serviceName=a&ip=10.1.1.1&port=80&", "serviceName=a&ip=10.1.1.1&port=80&ephemeral=false&", "serviceName=a&protectThreshold=1&",
            "serviceName=a&clusterName=C&pageNo=1&pageSize=5&", "pageNo=1&pageSize=5&", "serviceName=a&metadata=k=v&", "key=g@@a&",
            "serviceName=a&clusterName=C&checkPort=80&useInstancePort4Check=true&healthChecker=%7B%7D&", "serviceName=a&udpPort=9&clientIP=127.0.0.1&", "serviceName=a&healthy=true&ip=1&port=1&");

        private static readonly Gen<string> Name = Gen.Elements(
            "serviceName", "serviceName", "groupName", "namespaceId", "ip", "port", "port", "weight", "metadata", "metadata", "metadata", "beat", "beat", "beat", "instances", "instances",
            "selector", "selector", "healthChecker", "healthChecker", "clusterName", "clusters", "healthyOnly", "udpPort", "clientIP", "enabled", "ephemeral", "protectThreshold",
            "pageNo", "pageSize", "expr", "serviceNameParam", "groupNameParam", "withInstances", "hasIpCount", "consistencyType", "checkPort", "healthy", "key", "detail", "onlyStatus", "%zz", "");

        private static readonly Gen<string> Value = Gen.Elements(
            "a", "g@@a", "@@", "", "+", "%00", "%ff", "%zz", "%F0%9F%9A%80", "%ED%A0%80", "true", "yes", "0", "1", "-1", "65536", "1e400", "NaN", "99999999999999999999", "2147483648",
            "k=v", "k=v,", "%7B%7D", "%5B%5D", "%7B%22k%22%3A%22%5Cud800%22%7D", "%7B%22%5Cud800%22%3A1%7D", "%7B%22ip%22%3A%22%5Cudc00%22%2C%22port%22%3A1%7D",
            "%7B%22ip%22%3A%2210.1.1.2%22%2C%22port%22%3A80%2C%22weight%22%3A1e999%7D", "%7B%22ip%22%3A%2210.1.1.2%22%2C%22port%22%3A-5%7D", "%7B%22ip%22%3A%22x%22%2C%22port%22%3A99999999999%7D",
            "%5B%7B%22ip%22%3A%2210.1.1.1%22%2C%22port%22%3A80%7D%5D", "%5B1%5D", "%5B%7B%22ip%22%3A%7B%7D%7D%5D", "%7B%22type%22%3A%22label%22%2C%22expression%22%3A%22%5Cud800%22%7D",
            "%7B%22type%22%3A%22HTTP%22%2C%22expectedResponseCode%22%3A%22x%22%7D", "%7B%22type%22%3A%22%5Cud800%22%7D", "%7B%22preserved.heart.beat.interval%22%3A%22-1%22%7D",
            "%257B%257D", "(", "(%3Fa", ".*", "%5B", "'", "##", "a%23%23b", "%0d%0aX: y", new string('x', 600));

        private static readonly Gen<string> Header = Gen.Elements(
            "User-Agent: Nacos-Java-Client:v1.4.2", "User-Agent: Nacos-Java-Client:v99999999999", "User-Agent: Nacos-Java-Client:v", "Client-Version: Nacos-Go-Client:v1.0.0", "Accept: text/html",
            "Accept: ;;;", "X-Forwarded-For: ,", "Origin: null");

        private static readonly Gen<string> Type = Gen.Elements("application/x-www-form-urlencoded", "application/x-www-form-urlencoded", "multipart/form-data; boundary=a", "application/json", "");

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
                $"{method} /nacos/v1/ns{path}?{begin}{query}\nContent-Type: {type}\n{string.Join('\n', headers.Distinct())}".TrimEnd('\n'),
                method is "GET" or "HEAD" ? "" : form)
        ).ToArbitrary();

        private static Gen<string> Pairs() =>
            from count in Gen.Choose(0, 3)
            from pairs in (from name in Name from value in Value select $"{name}={value}").ListOf(count)
            select string.Join('&', pairs);
    }
}
