using Batata.Api.Consul.Tests.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Consul.Tests.Catalog;

/// <summary>Health of a service is read from the store once for all who ask, and again when it moved: by its instances, checks and nodes, and by nothing else.</summary>
public sealed class KeptHealthTests : IAsyncLifetime
{
    private const string Path = "/v1/health/service/web";

    private ConsulServer _server = null!;
    private CountedQueries _queries = null!;

    public async Task InitializeAsync()
    {
        _server = await ConsulServer.StartAsync(replace: CountedQueries.Replace);
        _queries = _server.Services.GetRequiredService<CountedQueries>();
        await RegisterAsync("""{"Node":"n1","Address":"10.0.0.1","Service":{"ID":"web-1","Service":"web","Port":80},"Check":{"CheckID":"c","Name":"c","Status":"passing","ServiceID":"web-1"}}""");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(Path)]
    [InlineData(Path + "?passing=1")]
    [InlineData(Path + "?passing&tag=&stale")]
    public async Task SameQuestion_IsReadOnce(string path)
    {
        var first = await _server.GetAsync(path);
        for (var i = 0; i < 20; i++) Assert.Equal(first, await _server.GetAsync(path));
        Assert.Equal(1, _queries.Services);
    }

    [Theory]
    [InlineData("""{"Node":"n1","SkipNodeUpdate":true,"Service":{"ID":"web-1","Service":"web","Port":81}}""", true)]
    [InlineData("""{"Node":"n2","Address":"10.0.0.2","Service":{"ID":"web-2","Service":"web","Port":80}}""", true)]
    [InlineData("""{"Node":"n1","SkipNodeUpdate":true,"Check":{"CheckID":"c","Name":"c","Status":"critical","ServiceID":"web-1"}}""", true)]
    [InlineData("""{"Node":"n1","SkipNodeUpdate":true,"Check":{"CheckID":"n","Name":"n","Status":"passing"}}""", true)]
    [InlineData("""{"Node":"n1","Address":"10.0.0.9"}""", true)]
    [InlineData("""{"Node":"n1","Address":"10.0.0.1"}""", false)]
    [InlineData("""{"Node":"n1","SkipNodeUpdate":true,"Service":{"ID":"web-1","Service":"web","Port":80}}""", false)]
    [InlineData("""{"Node":"n1","SkipNodeUpdate":true,"Service":{"ID":"other","Service":"other","Port":80},"Check":{"CheckID":"o","Name":"o","ServiceID":"other"}}""", false)]
    [InlineData("""{"Node":"n2","Address":"10.0.0.2"}""", false)]
    public async Task Registration_IsSeenAtOnce_AndCostsAReadOnlyWhenTheServiceMoved(string body, bool moves)
    {
        var before = await _server.GetAsync(Path);
        await RegisterAsync(body);
        var after = await _server.GetAsync(Path);
        Assert.Equal(moves, before.Body != after.Body);
        Assert.Equal(moves, after.Index > before.Index);
        Assert.Equal(moves ? 2 : 1, _queries.Services);
    }

    [Fact]
    public async Task TwoHundredThatWait_AreAnsweredByOneRead()
    {
        var before = await _server.GetAsync(Path);
        var waiting = Enumerable.Range(0, 200).Select(_ => _server.GetAsync($"{Path}?index={before.Index}&wait=60s")).ToArray();
        await RegisterAsync("""{"Node":"n1","SkipNodeUpdate":true,"Service":{"ID":"other","Service":"other","Port":1}}""");
        Assert.DoesNotContain(waiting, static one => one.IsCompleted);
        await RegisterAsync("""{"Node":"n1","SkipNodeUpdate":true,"Service":{"ID":"web-1","Service":"web","Port":82}}""");
        var answers = (await Task.WhenAll(waiting)).Distinct().ToList();
        Assert.Contains("\"Port\":82", Assert.Single(answers).Body, StringComparison.Ordinal);
        Assert.InRange(_queries.Services, 2, 3); // who came after the write asked for nothing new
    }

    [Fact]
    public async Task Cached_SaysWhetherItWasAskedForBefore()
    {
        await _server.GetAsync(Path);
        Assert.Equal("MISS", await CacheUseAsync());
        Assert.Equal("HIT", await CacheUseAsync());
        await RegisterAsync("""{"Node":"n1","Address":"10.0.0.7"}""");
        Assert.Equal("MISS", await CacheUseAsync());
    }

    private async Task<string> CacheUseAsync()
    {
        using var answer = await _server.Client.GetAsync(new Uri($"{Path}?cached", UriKind.Relative));
        Assert.Equal(answer.Headers.GetValues("X-Cache").Single() == "HIT", answer.Headers.Age is not null);
        return answer.Headers.GetValues("X-Cache").Single();
    }

    private Task RegisterAsync(string body) => _server.PutAsync("/v1/catalog/register", body);
}
