using Batata.Api.Nacos.Tests.Identity;
using Batata.Application.Audit;
using Batata.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Nacos.Tests.Audit;

public sealed class HttpAuditTests : IAsyncLifetime
{
    private readonly CollectedAudit _audit = new();
    private GuardedServer _server = null!;

    public async Task InitializeAsync() => _server = await GuardedServer.StartAsync(replace: services => services.AddSingleton<IAuditLog>(_audit));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task FirstAdministratorAndLogin_AreKept()
    {
        await Wait.UntilAsync(() => _audit.Records.Count == 2, "two records");
        Assert.Equal(["CreateAdministrator", "Login"], _audit.Records.Select(static record => record.Action));
        Assert.Equal("nacos", _audit.Records[1].User);

        var (status, failed) = await KeptAsync("POST", "/v3/auth/user/login", null, "username=nacos&password=wrong");

        Assert.Equal((403, "Login", "", AuditResult.Refused, 403), (status, failed.Action, failed.User, failed.Result, failed.Code));
        Assert.Contains(new("username", "nacos"), failed.Details);
    }

    [Theory]
    [InlineData("POST", "/v1/cs/configs", "PublishConfig", "public:G:config/a", "dataId=a&group=G&content=x")]
    [InlineData("POST", "/v2/cs/config", "PublishConfig", "public:G:config/a", "dataId=a&group=G&content=x")]
    [InlineData("POST", "/v3/admin/cs/config", "PublishConfig", "dev:G:config/a", "dataId=a&groupName=G&namespaceId=dev&content=x")]
    [InlineData("DELETE", "/v1/cs/configs?dataId=a&group=G", "RemoveConfig", "public:G:config/a", "")]
    [InlineData("POST", "/v3/auth/role", "GrantRole", "console/roles", "username=nacos&role=r")]
    [InlineData("POST", "/v3/admin/core/namespace", "CreateNamespace", "/v3/admin/corenamespaces", "namespaceId=dev&namespaceName=Dev")]
    [InlineData("POST", "/v1/ns/service", "CreateService", "public:g:naming/s", "serviceName=g@@s")]
    [InlineData("POST", "/v1/ns/instance", "RegisterPersistentInstance", "public:DEFAULT_GROUP:naming/s", "serviceName=s&ip=1.1.1.1&port=1&ephemeral=false")]
    public async Task Change_IsKept_WithWhoAndWhat(string method, string path, string action, string resource, string form)
    {
        var (status, record) = await KeptAsync(method, path, _server.Token, form);

        Assert.Equal(200, status);
        Assert.Equal((action, resource, "nacos", "127.0.0.1", AuditResult.Done), (record.Action, record.Resource, record.User, record.Address, record.Result));
        Assert.Equal($"{method} {path.Split('?')[0]}", record.Call);
    }

    [Fact]
    public async Task Refusal_InAnAnswerOf200_IsKeptAsOne()
    {
        await KeptAsync("POST", "/v1/console/namespaces", _server.Token, "customNamespaceId=dev&namespaceName=Dev");

        var (status, record) = await KeptAsync("POST", "/v1/console/namespaces", _server.Token, "customNamespaceId=dev&namespaceName=Dev");

        Assert.Equal((200, AuditResult.Refused, "namespace.exists"), (status, record.Result, record.Reason));
    }

    [Fact]
    public async Task CallerWithoutTheRight_IsKept_AlsoWhenHeOnlyWantedToRead()
    {
        var token = await _server.AddUserAsync("amy", ("public:*:*", "r"));

        await Wait.UntilAsync(() => _audit.Records.Count == 6, "what was done for the user");

        var write = (await KeptAsync("POST", "/v1/cs/configs", token, "dataId=a&group=G&content=x")).Record;
        Assert.Equal(("amy", AuditResult.Refused, 403), (write.User, write.Result, write.Code));
        var read = (await KeptAsync("GET", "/v1/cs/configs?dataId=a&group=G&tenant=dev", token, "")).Record;
        Assert.Equal(("amy", "GET /v1/cs/configs", "dev:G:config/a"), (read.User, read.Action, read.Resource));
        var unknown = (await KeptAsync("POST", "/v1/cs/configs", "made.up.token", "dataId=a&group=G&content=x")).Record;
        Assert.Equal(("", AuditResult.Refused), (unknown.User, unknown.Result));
    }

    [Fact]
    public async Task ReadsBeatsAndEphemeralInstances_AreNotKept()
    {
        await SendAsync("GET", "/v1/cs/configs?dataId=a&group=G", _server.Token, "");
        await SendAsync("POST", "/v1/cs/configs/listener", _server.Token, "Listening-Configs=a%02G%02%01");
        await SendAsync("POST", "/v1/ns/instance", _server.Token, "serviceName=s&ip=1.1.1.1&port=1");
        await SendAsync("PUT", "/v1/ns/instance/beat?serviceName=s&ip=1.1.1.1&port=1", _server.Token, "");
        await KeptAsync("POST", "/v1/cs/configs", _server.Token, "dataId=a&group=G&content=x");

        Assert.Equal(["CreateAdministrator", "Login", "PublishConfig"], _audit.Records.Select(static record => record.Action));
        _audit.KeepsClients = true;
        Assert.Equal("POST /v1/ns/instance", (await KeptAsync("POST", "/v1/ns/instance", _server.Token, "serviceName=s&ip=1.1.1.1&port=1")).Record.Action);
    }

    /// <summary>Whatever is sent under whatever name.</summary>
    [Fact]
    public async Task ContentPasswordsAndTokens_AreInNoRecord()
    {
        const string secret = "s3cr3t";
        await KeptAsync("POST", "/v1/cs/configs", _server.Token, $"dataId=a&group=G&content={secret}&desc={secret}&encryptedDataKey={secret}");
        await KeptAsync("POST", "/v3/auth/user", _server.Token, $"username=bob&password={secret}");
        await KeptAsync("PUT", "/v3/auth/user", _server.Token, $"username=bob&newPassword={secret}&accessToken={secret}");
        await KeptAsync("POST", "/v3/auth/user/login", null, $"username=bob&password={secret}");
        await KeptAsync("POST", "/v3/admin/core/namespace", _server.Token, $"namespaceId=x&namespaceName=x&anything={secret}");

        Assert.True(_audit.Records.Count >= 6);
        Assert.All(_audit.Records, static record => Assert.DoesNotContain(secret, string.Join('|', record, string.Join('|', record.Details)), StringComparison.Ordinal));
        Assert.DoesNotContain(_audit.Records, record => string.Join('|', record, string.Join('|', record.Details)).Contains(_server.Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Address_IsThatOfTheSocket_WhateverTheClientSays()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/nacos/v1/cs/configs?dataId=a&group=G");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + _server.Token);
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "6.6.6.6");
        using var answer = await _server.Server.Client.SendAsync(request);

        await Wait.UntilAsync(() => _audit.Records.Count == 3, "the record");
        Assert.Equal("127.0.0.1", _audit.Records[2].Address);
        Assert.Contains(new("forwardedFor", "6.6.6.6"), _audit.Records[2].Details);
    }

    [Fact]
    public async Task Refusals_OfOneAddress_AreKeptUpToALimit_ChangesAlways()
    {
        for (var i = 0; i < 300; i++) await SendAsync("GET", "/v1/cs/configs?dataId=a&group=G", null, "");

        Assert.True(_audit.Records.Count(static record => record.Result == AuditResult.Refused) < 290);
        await SendAsync("POST", "/v1/cs/configs", _server.Token, "dataId=a&group=G&content=x");
        await Wait.UntilAsync(() => _audit.Records.Any(static record => record.Action == "PublishConfig"), "the record of the change");
    }

    /// <summary>The record of a call that is kept: it may be made after the answer has arrived.</summary>
    private async Task<(int Status, AuditRecord Record)> KeptAsync(string method, string path, string? token, string form)
    {
        var before = _audit.Records.Count;
        var status = await SendAsync(method, path, token, form);
        await Wait.UntilAsync(() => _audit.Records.Count > before, "the record");
        return (status, _audit.Records[before]);
    }

    private async Task<int> SendAsync(string method, string path, string? token, string form) => await _server.StatusAsync(
        new HttpMethod(method), path, token,
        [.. form.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(static pair => (pair.Split('=')[0], Uri.UnescapeDataString(pair.Split('=')[1])))]);
}
