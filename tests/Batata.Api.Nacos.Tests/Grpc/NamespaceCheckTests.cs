using Batata.Application.Namespaces;
using Batata.Testing.Nacos;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Grpc;

/// <summary><c>nacos.core.namespace.validation.enabled</c>.</summary>
public sealed class NamespaceCheckTests : IAsyncLifetime
{
    private readonly MadeNamespaces _namespaces = new();
    private GrpcServer _server = null!;
    private NacosGrpcClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await GrpcServer.StartAsync(nacos: static options => options.ValidateNamespaces = true, change: services => services.AddSingleton<INamespaceQueries>(_namespaces));
        _client = await _server.ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("ConfigQueryRequest", """{"dataId":"a","group":"G","tenant":"$"}""")]
    [InlineData("ConfigPublishRequest", """{"dataId":"a","group":"G","tenant":"$","content":"x"}""")]
    [InlineData("ConfigRemoveRequest", """{"dataId":"a","group":"G","tenant":"$"}""")]
    [InlineData("ConfigBatchListenRequest", """{"listen":true,"configListenContexts":[{"dataId":"a","group":"G","tenant":"made"},{"dataId":"a","group":"G","tenant":"$"}]}""")]
    [InlineData("ConfigFuzzyWatchRequest", """{"groupKeyPattern":"$>>G>>a*","watchType":"WATCH"}""")]
    [InlineData("ServiceQueryRequest", """{"namespace":"$","serviceName":"s","groupName":"G"}""")]
    [InlineData("ServiceListRequest", """{"namespace":"$","groupName":"G","pageNo":1,"pageSize":9}""")]
    [InlineData("SubscribeServiceRequest", """{"namespace":"$","serviceName":"s","groupName":"G","subscribe":true}""")]
    [InlineData("InstanceRequest", """{"namespace":"$","serviceName":"s","groupName":"G","type":"registerInstance","instance":{"ip":"1.1.1.1","port":80}}""")]
    public async Task Request_ForANamespaceThatNobodyMade_IsRefused(string type, string json)
    {
        var refused = await AskAsync(type, json, "nobody");
        Assert.NotEqual("ErrorResponse", refused.Type); // which SDKs would try again
        Assert.Equal((500, 22001), (refused.ResultCode, refused.ErrorCode));
        Assert.Equal("Namespace 'nobody' does not exist. Please create the namespace first.", refused.Text("message"));
        foreach (var there in (string[])["made", "public"]) Assert.NotEqual(22001, (await AskAsync(type, json, there)).ErrorCode);
    }

    [Fact]
    public async Task BlankNamespace_IsThereAlways()
    {
        Assert.Equal(200, (await _client.PublishAsync("a", "x")).ResultCode);
        Assert.Equal("x", (await _client.QueryAsync("a")).Text("content"));
    }

    [Fact]
    public async Task NothingIsChecked_UnlessItIsAskedFor()
    {
        await using var server = await GrpcServer.StartAsync(change: services => services.AddSingleton<INamespaceQueries>(_namespaces));
        await using var client = await server.ConnectAsync();
        Assert.Equal(300, (await client.QueryAsync("a", "nobody")).ErrorCode); // no such config
        Assert.Equal(0, _namespaces.Asked);
    }

    private Task<SdkMessage> AskAsync(string type, string json, string @namespace) => _client.RequestAsync(type, json.Replace("$", @namespace, StringComparison.Ordinal));

    private sealed class MadeNamespaces : INamespaceQueries
    {
        public int Asked { get; private set; }

        public Task<bool> ExistsAsync(string id, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult(id is "made" or "public");
        }

        public Task<NamespaceDetail?> FindAsync(string id, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<NamespaceDetail>> ListAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
