using System.Net;
using Batata.Api.Nacos.Limits;
using Batata.Api.Nacos.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Limits;

public sealed class HttpLimitTests
{
    private const string Query = "/nacos/v1/cs/configs?dataId=a&group=g";
    private const string List = "/nacos/v1/ns/instance/list?serviceName=a";

    private static readonly CallRate Two = new(1, 2);

    [Fact]
    public async Task Rate_OfOneAddress_IsRefusedOverItsBurst_OtherGroupsAreNot()
    {
        await using var server = await StartAsync(limits => limits.Rates["config-read.per-address"] = Two);

        var answers = await AskAsync(server, Query, 6);

        // Refilled at one a second, on a machine that may be slow.
        Assert.Equal(HttpStatusCode.NotFound, answers[0]);
        Assert.Equal(HttpStatusCode.NotFound, answers[1]);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.All(await AskAsync(server, List, 6), static status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task Refusal_SaysWhenToComeBack_AndHasTheHeadersOfEveryAnswer()
    {
        await using var server = await StartAsync(limits => limits.Rates["all.total"] = Two);

        var refused = "";
        for (var i = 0; i < 20 && !refused.StartsWith("HTTP/1.1 429", StringComparison.Ordinal); i++) refused = await RawClient.SendAsync(server.Port, "GET " + Query);

        Assert.StartsWith("HTTP/1.1 429 Too Many Requests", refused, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 1", refused, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff", refused, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"Too many requests", refused, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rate_OfAUser_IsHisAlone_OnTheFastPathToo()
    {
        await using var server = await Identity.GuardedServer.StartAsync(replace: static services => services.Configure<LimitOptions>(static limits => limits.Rates["config-read.per-user"] = Two));
        var amy = await server.AddUserAsync("amy", ("public:*:*", "r"));
        Assert.Equal(200, await server.StatusAsync(HttpMethod.Post, "/v1/cs/configs", server.Token, ("dataId", "a"), ("group", "g"), ("content", "x")));
        var statuses = new List<int>();

        for (var i = 0; i < 8; i++) statuses.Add(await server.StatusAsync(HttpMethod.Get, "/v1/cs/configs?dataId=a&group=g", amy));

        Assert.Equal(200, statuses[0]);
        Assert.Contains(429, statuses);
        Assert.Equal(200, await server.StatusAsync(HttpMethod.Get, "/v1/cs/configs?dataId=a&group=g", server.Token));
    }

    [Fact]
    public async Task Probes_AreNeverRefused()
    {
        await using var server = await StartAsync(limits => limits.Rates["all.per-address"] = new CallRate(1, 1));

        Assert.All(await AskAsync(server, "/nacos/v1/console/health/readiness", 10), static status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.All(await AskAsync(server, "/nacos/v3/admin/core/state/liveness", 10), static status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task UnknownPaths_CountAsWell()
    {
        await using var server = await StartAsync(limits => limits.Rates["admin.per-address"] = Two);

        Assert.Contains(HttpStatusCode.TooManyRequests, await AskAsync(server, "/nacos/nowhere", 8));
        Assert.Contains(HttpStatusCode.TooManyRequests, await AskAsync(server, "/wordpress", 8));
    }

    [Fact]
    public async Task ForwardedFor_OfAStranger_DoesNotMakeHimSomebodyElse()
    {
        await using var server = await StartAsync(limits => limits.Rates["config-read.per-address"] = Two);
        var answers = new List<string>();

        for (var i = 0; i < 8; i++) answers.Add(await RawClient.SendAsync(server.Port, $"GET {Query}\nX-Forwarded-For: 10.0.0.{i}"));

        Assert.Contains(answers, static answer => answer.StartsWith("HTTP/1.1 429", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TrafficControl_OverItsRule_Is503_WithNacosWords()
    {
        await using var server = await StartAsync(static limits => limits.TrafficControl = true);
        server.Services.GetRequiredService<TpsPoints>().Find("ConfigQuery")!.Rule = new TpsRule(1, TimeSpan.FromDays(1), intercepts: true);

        Assert.StartsWith("HTTP/1.1 404", await RawClient.SendAsync(server.Port, "GET " + Query), StringComparison.Ordinal);
        var refused = await RawClient.SendAsync(server.Port, "GET " + Query);

        Assert.StartsWith("HTTP/1.1 503", refused, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\ntps over limit :1\r\n", refused, StringComparison.Ordinal);
        Assert.Contains("Cache-Control: no-cache,no-store", refused, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 503", await RawClient.SendAsync(server.Port, "GET /nacos/v3/client/cs/config?dataId=a&groupName=g"), StringComparison.Ordinal); // no way round it
        Assert.StartsWith("HTTP/1.1 200", await RawClient.SendAsync(server.Port, "GET " + List), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FastPaths_AreCounted()
    {
        await using var server = await StartAsync(static limits => limits.TrafficControl = true);
        var points = server.Services.GetRequiredService<TpsPoints>();
        await RawClient.SendAsync(server.Port, "POST /nacos/v1/cs/configs?dataId=a&group=g&content=x");
        foreach (var point in points.All) point.Rule = new TpsRule(0, TimeSpan.FromDays(1), intercepts: true);

        foreach (var call in (string[])["GET " + Query, "GET " + List, "PUT /nacos/v1/ns/instance/beat?serviceName=a&ip=1.1.1.1&port=1", "DELETE /nacos/v1/cs/configs?dataId=a&group=g"])
            Assert.StartsWith("HTTP/1.1 503", await RawClient.SendAsync(server.Port, call), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LongPoll_OverTheConnectionLimit_Is503_AndLeavesRoomWhenItEnds()
    {
        await using var server = await StartAsync(static _ => { });
        var limits = server.Services.GetRequiredService<ConnectionLimits>();
        limits.Rule = ConnectionRule.None with { Total = 0 };

        var refused = await ListenAsync(server);
        limits.Rule = ConnectionRule.None with { Total = 1 };
        using var gone = new CancellationTokenSource();
        var waiting = ListenAsync(server, gone.Token);
        await Batata.Testing.Wait.UntilAsync(() => limits.Enter("x", null, isGrpc: false) is not null || Left(limits), "the poll to wait");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal("connections over limit :0\n", await refused.Content.ReadAsStringAsync());
        await Batata.Testing.Wait.UntilAsync(() => limits.Enter("x", null, isGrpc: false) is null, "the poll to be forgotten");
    }

    // Takes back what the question itself took.
    private static bool Left(ConnectionLimits limits)
    {
        limits.Leave("x", null, isGrpc: false);
        return false;
    }

    private static async Task<HttpResponseMessage> ListenAsync(NacosHttpServer server, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/nacos/v1/cs/configs/listener")
        {
            Content = new FormUrlEncodedContent([new("Listening-Configs", "a\u0002g\u0002\u0001")]),
        };
        request.Headers.Add("Long-Pulling-Timeout", "30000");
        return await server.Client.SendAsync(request, cancellationToken);
    }

    private static Task<NacosHttpServer> StartAsync(Action<LimitOptions> limits) => NacosHttpServer.StartAsync(replace: services => services.Configure(limits));

    private static async Task<List<HttpStatusCode>> AskAsync(NacosHttpServer server, string path, int times)
    {
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < times; i++)
        {
            using var answer = await server.Client.GetAsync(new Uri(path, UriKind.Relative));
            answers.Add(answer.StatusCode);
        }
        return answers;
    }
}
