using Batata.Api.Consul.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Tests.Http;

public sealed class ConsulRoutesTests
{
    private static readonly ConsulGate Open = new(Options.Create(new ConsulOptions()));
    private readonly ConsulRoutes _routes = new([new Some("/kv/", "/agent/service/", "/agent/service/register", "/catalog/nodes")], Open);

    [Theory]
    [InlineData("/v1/kv/a/b", "/v1/kv/")]
    [InlineData("/v1/kv/", "/v1/kv/")]
    [InlineData("/v1/kv//a", "/v1/kv/")]
    [InlineData("/v1/agent/service/register", "/v1/agent/service/register")] // the exact one first
    [InlineData("/v1/agent/service/register/x", "/v1/agent/service/")] // else the longest that it begins with
    [InlineData("/v1/agent/service/x", "/v1/agent/service/")]
    [InlineData("/v1/catalog/nodes", "/v1/catalog/nodes")]
    [InlineData("/v1/catalog/nodes/", null)]
    [InlineData("/v1/catalog", null)]
    [InlineData("/v1/KV/a", null)]
    [InlineData("/v1/kvx", null)]
    [InlineData("/v1/", null)]
    [InlineData("/", null)]
    [InlineData("", null)]
    public void Find_IsAsGosMux(string path, string? expected) => Assert.Equal(expected, _routes.Find(path)?.Path);

    [Theory]
    [InlineData("/v1/kv", true)]
    [InlineData("/v1/agent/service", true)]
    [InlineData("/v1/catalog/nodes", false)]
    [InlineData("/v1/agent", false)]
    public void LacksSlash_WhereAParameterWouldFollow(string path, bool expected) => Assert.Equal(expected, _routes.LacksSlash(path));

    [Fact]
    public void TwoGroupsWithOnePath_StopTheStart() =>
        Assert.Contains("mapped twice", Assert.Throws<InvalidOperationException>(() => new ConsulRoutes([new Some("/a"), new Some("/a")], Open)).Message, StringComparison.Ordinal);

    [Fact]
    public void Allow_NamesOptionsFirst_ThenInTheOrderOfTheMap() =>
        Assert.Equal("OPTIONS,GET,PUT", new ConsulRoute("/v1/a").On("GET", ConsulPermission.Open, Nothing).On("PUT", ConsulPermission.Open, Nothing).Allow);

    private static Task Nothing(ConsulRequest request) => Task.CompletedTask;

    private sealed class Some(params string[] paths) : IConsulEndpoints
    {
        public void Map(ConsulRouteBuilder consul)
        {
            foreach (var path in paths) consul.Path(path).On("GET", ConsulPermission.Open, Nothing);
        }
    }
}
