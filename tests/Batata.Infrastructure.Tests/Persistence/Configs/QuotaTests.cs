using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Infrastructure.Tests.Persistence.Configs;

/// <summary>Quotas as they are judged when an entry is applied.</summary>
public sealed class QuotaTests : IDisposable
{
    private static readonly ConfigQuotas Quotas = new(Cluster: 5, Namespace: 3, MaxSize: 10, ExpansionPercent: 100, Size: 4);
    private static readonly CapacityScope Dev = new(false, "dev");

    private readonly ConfigStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Namespace_TakesAsManyAsItsQuota()
    {
        await FillAsync("dev", 3);
        Assert.Equal(ConfigFailures.NamespaceFullCode, await PublishAsync("dev", "d3"));
        Assert.Null(await PublishAsync("dev", "d0")); // there already
        Assert.Null(await PublishAsync("test", "d3"));
        await _store.ApplyAsync(new RemoveConfigEntry(Key("dev", "d0"), ConfigStore.Author, ConfigStore.At(9)));
        Assert.Null(await PublishAsync("dev", "d3"));
        Assert.Equal(3, (await _store.CapacityQueries.FindAsync(Dev, default)).Usage);
    }

    [Fact]
    public async Task Refused_ConfigIsNotStored()
    {
        await FillAsync("dev", 3);
        await PublishAsync("dev", "d3");
        Assert.Null(_store.Served.Find(Key("dev", "d3")));
        Assert.Null(await _store.Queries.FindAsync(Key("dev", "d3"), default));
    }

    [Fact]
    public async Task Cluster_TakesAsManyAsItsQuota()
    {
        await FillAsync("dev", 3);
        await FillAsync("test", 2);
        Assert.Equal(ConfigFailures.ClusterFullCode, await PublishAsync("test", "d2"));
        await SetAsync(CapacityScope.Cluster, new CapacityLimits(6, null, null, null));
        Assert.Null(await PublishAsync("test", "d2"));
        Assert.Equal(ConfigFailures.ClusterFullCode, await PublishAsync("other", "d"));
    }

    [Fact]
    public async Task Group_CountsInThePublicNamespace_WhenSomebodySetItsQuota()
    {
        Assert.Null(await PublishAsync("public", "d0"));
        Assert.Null(await PublishAsync("public", "d1"));
        await SetAsync(new CapacityScope(true, "G"), new CapacityLimits(2, null, null, null));
        Assert.Equal(ConfigFailures.GroupFullCode, await PublishAsync("public", "d2"));
        Assert.Null(await PublishAsync("public", "d2", group: "H"));
        await FillAsync("dev", 2);
    }

    [Fact]
    public async Task Size_CountsForNewAndOldConfigs_AndRowsOfTheNamespaceGoFirst()
    {
        Assert.Equal(ConfigFailures.TooLargeCode, await PublishAsync("dev", "d", Quotas with { Size = 11 }));
        Assert.Null(await PublishAsync("dev", "d", Quotas with { Size = 10 }));
        Assert.Equal(ConfigFailures.TooLargeCode, await PublishAsync("dev", "d", Quotas with { Size = 11 }));
        await SetAsync(Dev, new CapacityLimits(null, 20, null, null));
        Assert.Null(await PublishAsync("dev", "d", Quotas with { Size = 20 }));
        Assert.Equal(ConfigFailures.TooLargeCode, await PublishAsync("dev", "d", Quotas with { Size = 21 }));
    }

    [Fact]
    public async Task Namespace_ThatIsOverTheDefaultAtFirst_GetsRoom()
    {
        for (var i = 0; i < 4; i++) await _store.PublishAsync($"d{i}", "text", tenant: "dev");
        var roomy = Quotas with { Cluster = 100 };
        for (var i = 4; i < 7; i++) Assert.Null(await PublishAsync("dev", $"d{i}", roomy)); // 4 + 100 % of 3
        Assert.Equal(ConfigFailures.NamespaceFullCode, await PublishAsync("dev", "d7", roomy));
        Assert.Equal(7, (await _store.CapacityQueries.FindAsync(Dev, default)).Quota);
    }

    [Fact]
    public async Task GrayVersions_AreNotCounted()
    {
        await FillAsync("dev", 3);
        var gray = await _store.ApplyAsync(new PublishGrayConfigEntry(
            Key("dev", "other"), new TagRule("x"), ConfigContent.Of("text"), null, ConfigStore.Author, null, 10, ConfigStore.At(1)));
        Assert.True(gray.Ok);
        Assert.Equal(3, (await _store.CapacityQueries.FindAsync(Dev, default)).Usage);
    }

    [Fact]
    public async Task WrongCounts_AreFoundAndCorrected()
    {
        await FillAsync("dev", 2);
        Assert.Equal(0, await _store.CapacityQueries.WrongCountsAsync(default));
        _store.Database.Writer.Execute("UPDATE config_usage SET configs = 9 WHERE tenant_id = 'dev'; INSERT INTO config_usage VALUES ('gone', '', 4)");
        Assert.Equal(2, await _store.CapacityQueries.WrongCountsAsync(default));
        Assert.Equal(2, (await _store.ApplyAsync(new CorrectUsageEntry())).Value);
        Assert.Equal(0, await _store.CapacityQueries.WrongCountsAsync(default));
        Assert.Equal(2, (await _store.CapacityQueries.FindAsync(Dev, default)).Usage);
    }

    private async Task FillAsync(string tenant, int count)
    {
        for (var i = 0; i < count; i++) Assert.Null(await PublishAsync(tenant, $"d{i}"));
    }

    private async Task<string?> PublishAsync(string tenant, string dataId, ConfigQuotas? quotas = null, string group = "G")
    {
        var entry = new PublishConfigEntry(
            ConfigKey.Of(dataId, group, tenant), ConfigContent.Of("text"), ConfigDescription.None, ConfigStore.Author, null, ConfigStore.At(1), Quotas: quotas ?? Quotas);
        return (await _store.ApplyAsync(entry)).Failure?.Code;
    }

    private async Task SetAsync(CapacityScope scope, CapacityLimits limits) =>
        Assert.True((await _store.ApplyAsync(new SetCapacityEntry(scope, limits, ConfigStore.At(1)))).Ok);

    private static ConfigKey Key(string tenant, string dataId) => ConfigKey.Of(dataId, "G", tenant);
}
