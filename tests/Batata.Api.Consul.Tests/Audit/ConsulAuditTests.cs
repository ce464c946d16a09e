using Batata.Api.Consul.Tests.Http;
using Batata.Application.Audit;
using Batata.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Api.Consul.Tests.Audit;

public sealed class ConsulAuditTests
{
    private readonly CollectedAudit _audit = new();

    [Fact]
    public async Task Writes_AreKept_WithWhatWasWritten()
    {
        await using var server = await StartAsync();
        await server.PutAsync("/v1/kv/app/db?flags=1", "s3cr3t");
        await server.SendAsync("DELETE", "/v1/kv/app?recurse&token=s3cr3t");
        await server.SendAsync("PUT", "/v1/kv/app/db?cas=x", "s3cr3t");

        var records = await KeptAsync(3);
        Assert.Equal(("WriteKey", "PUT /v1/kv/", "key:app/db", AuditResult.Done, 200), Shown(records[0]));
        Assert.Equal("127.0.0.1", records[0].Address);
        Assert.Equal(("WriteKey", "DELETE /v1/kv/", "key:app", AuditResult.Done, 200), Shown(records[1]));
        Assert.Contains(new("recurse", ""), records[1].Details);
        Assert.Equal(("PUT /v1/kv/", "PUT /v1/kv/", "key:app/db", AuditResult.Failed, 500), Shown(records[2]));
        Assert.All(records, static record => Assert.DoesNotContain("s3cr3t", string.Join('|', record, string.Join('|', record.Details)), StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReadsAndLocks_AreNotKept_LocksWhenThatIsAskedFor()
    {
        await using var server = await StartAsync();
        await server.GetAsync("/v1/kv/a");
        await server.GetAsync("/v1/status/leader");
        await server.SendAsync("PUT", "/v1/kv/a?acquire=00000000-0000-0000-0000-000000000000", "x");
        await server.SendAsync("PUT", "/v1/session/renew/00000000-0000-0000-0000-000000000000");
        await server.PutAsync("/v1/kv/a", "1");
        Assert.Single(await KeptAsync(1));

        _audit.KeepsClients = true;
        await server.SendAsync("PUT", "/v1/kv/a?acquire=00000000-0000-0000-0000-000000000000", "x");
        Assert.Equal("key:a", (await KeptAsync(2))[1].Resource);
    }

    [Fact]
    public async Task WhoIsTurnedAway_IsKept_AlsoWhenHeOnlyWantedToRead_UpToALimit()
    {
        await using var server = await StartAsync(new ConsulOptions { RequiresTokens = true });
        await server.SendAsync("PUT", "/v1/kv/a?token=s3cr3t", "x");
        await server.GetAsync("/v1/kv/b");

        var records = await KeptAsync(2);
        Assert.Equal(("PUT /v1/kv/", "PUT /v1/kv/", "key:a", AuditResult.Refused, 403), Shown(records[0]));
        Assert.Equal("key:b", records[1].Resource);
        Assert.All(records, static record => Assert.DoesNotContain("s3cr3t", string.Join('|', record, string.Join('|', record.Details)), StringComparison.Ordinal));

        for (var i = 0; i < 2_000; i++) await server.GetAsync("/v1/kv/b");
        Assert.True(_audit.Records.Count < 1_900, $"{_audit.Records.Count} records");
    }

    private Task<ConsulServer> StartAsync(ConsulOptions? options = null) => ConsulServer.StartAsync(options, services => services.AddSingleton<IAuditLog>(_audit));

    /// <summary>A record may be made after the answer has arrived.</summary>
    private async Task<IReadOnlyList<AuditRecord>> KeptAsync(int count)
    {
        await Wait.UntilAsync(() => _audit.Records.Count >= count, $"{count} records");
        return _audit.Records;
    }

    private static (string Action, string Call, string Resource, AuditResult Result, int Code) Shown(AuditRecord record) => (record.Action, record.Call, record.Resource, record.Result, record.Code);
}
