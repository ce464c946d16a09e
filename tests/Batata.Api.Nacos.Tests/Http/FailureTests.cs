using System.Net;
using Batata.Api.Nacos.Failures;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Domain.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Http;

/// <summary>What goes wrong behind the front.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(FailureKind.Unavailable, ClusterFailures.UnavailableCode, HttpStatusCode.ServiceUnavailable)]
    [InlineData(FailureKind.OutcomeUnknown, ClusterFailures.OutcomeUnknownCode, HttpStatusCode.InternalServerError)]
    public async Task Publish_TheLogRefuses_TheClientIsTold(FailureKind kind, string code, HttpStatusCode expected)
    {
        await using var server = await StartAsync(new RefusingLog(new Failure(kind, code, "not now")));
        using var answer = await PublishAsync(server);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Contains("not now", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_ABug_Is500WithoutItsDetails()
    {
        await using var server = await StartAsync(new ThrowingLog(new InvalidOperationException("secret detail")));
        using var answer = await PublishAsync(server);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("\"message\":\"Handle API Compatibility failed, please see log for detail.\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_TheNodeCannotServe_Is503()
    {
        await using var server = await StartAsync(new ThrowingLog(new UnavailableException("no leader")));
        using var answer = await PublishAsync(server);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    [Theory]
    [InlineData(8, HttpStatusCode.OK, "true")]
    [InlineData(9, HttpStatusCode.BadRequest, "caused: invalid content, over 8;")]
    public async Task Publish_ContentOverTheLimit_IsRefused(int length, HttpStatusCode expected, string text)
    {
        await using var server = await NacosHttpServer.StartAsync(replace: services => services.Configure<ConfigOptions>(configs => configs.MaxContentChars = 8));
        using var answer = await server.Client.PostAsync($"/nacos/v1/cs/configs?dataId=a&group=G&content={new string('x', length)}", null);
        Assert.Equal(expected, answer.StatusCode);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync());
        using var read = await server.Client.GetAsync("/nacos/v1/cs/configs?dataId=a&group=G");
        Assert.Equal(expected == HttpStatusCode.OK ? HttpStatusCode.OK : HttpStatusCode.NotFound, read.StatusCode);
    }

    [Theory]
    [InlineData(FailureKind.Invalid, 400)]
    [InlineData(FailureKind.NotFound, 404)]
    [InlineData(FailureKind.Conflict, 409)]
    [InlineData(FailureKind.Denied, 403)]
    [InlineData(FailureKind.LimitReached, 500)]
    [InlineData(FailureKind.Unavailable, 503)]
    [InlineData(FailureKind.OutcomeUnknown, 500)]
    [InlineData(FailureKind.NotSupported, 501)]
    public void Map_UnknownCode_GoesByItsKind(FailureKind kind, int status) => Assert.Equal(status, NacosFailures.Map(new Failure(kind, "some.other", "x")).Status);

    private static Task<NacosHttpServer> StartAsync(IReplicatedLog log) => NacosHttpServer.StartAsync(replace: services => services.AddSingleton(log));

    private static Task<HttpResponseMessage> PublishAsync(NacosHttpServer server) =>
        server.Client.PostAsync("/nacos/v1/cs/configs?dataId=a&group=G&content=one", null);

    private sealed class RefusingLog(Failure failure) : IReplicatedLog
    {
        public Task<Outcome<TResult>> ProposeAsync<TResult>(ReplicatedEntry<TResult> entry, CancellationToken cancellationToken) =>
            Task.FromResult(Outcome<TResult>.Refused(failure));
    }

    private sealed class ThrowingLog(Exception exception) : IReplicatedLog
    {
        public Task<Outcome<TResult>> ProposeAsync<TResult>(ReplicatedEntry<TResult> entry, CancellationToken cancellationToken) => throw exception;
    }
}
