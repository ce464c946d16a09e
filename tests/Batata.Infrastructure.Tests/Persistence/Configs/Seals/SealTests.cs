using System.Text;
using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Batata.Infrastructure.Persistence.Configs.Seals;

namespace Batata.Infrastructure.Tests.Persistence.Configs.Seals;

/// <summary>Configs named cipher-… are stored encrypted, and clients see nothing of it.</summary>
public sealed class SealTests : IDisposable
{
    private const string Secret = "pässword: s3cr3t-and-long-enough";
    private static readonly ConfigKey Key = ConfigKey.Of("cipher-db.yaml", "G", null);

    private readonly ConfigStore _store = new(keys: SealedStore.K1);
    private readonly SealedStore _node;

    public SealTests() => _node = new SealedStore(_store, SealedStore.K1);

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task Secret_IsServedInClear_WithItsOwnMd5()
    {
        Assert.True((await _node.PublishAsync(Key, Secret)).Ok);
        var version = _store.Served.Find(Key)!.Formal!;
        Assert.Equal((ConfigContent.Of(Secret).Md5, ""), (version.Md5, version.EncryptedDataKey));
        Assert.Equal(Secret, Encoding.UTF8.GetString((await _store.Served.ReadContentAsync(version, default))!.Value.Span));
        Assert.Equal(Secret, (await _node.Queries.FindAsync(Key, default))!.Version.Content.Text);
        var search = new ConfigSearch(Blur: true, "public", "cipher-*", null, null, [], [], null);
        Assert.Equal(Secret, Assert.Single((await _node.Queries.SearchAsync(search, 1, 10, default)).Items).Content);
    }

    [Fact]
    public async Task Secret_IsInNoTable()
    {
        await _node.PublishAsync(Key, Secret);
        await _node.PublishAsync(Key, Secret + " two");
        await _node.PublishGrayAsync(Key, new TagRule("x"), Secret + " gray");
        await _store.ApplyAsync(new RemoveConfigEntry(Key, ConfigStore.Author, ConfigStore.At(9)));
        await _node.PublishAsync(Key, Secret);
        _store.Database.Checkpoint();
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(_store.Database.FileName)!))
            Assert.DoesNotContain("s3cr3t", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        Assert.Equal(Secret + " gray", (await _node.Queries.FindGrayAsync(Key, "tag_x", default))!.Content.Text);
        var history = await _node.Queries.HistoryAsync(Key, 1, 10, default);
        Assert.Equal(5, history.TotalCount);
        foreach (var row in history.Items)
            Assert.StartsWith(Secret, (await _node.Queries.FindHistoryAsync(row.HistoryId, default))!.Entry.Content.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("db.yaml", null)]
    [InlineData("cipher-", null)]
    [InlineData("cipher-AES-db.yaml", "a key of the client")]
    public async Task OtherContents_AndThoseOfClientsThatEncrypt_AreStoredAsTheyCome(string dataId, string? dataKey)
    {
        var key = ConfigKey.Of(dataId, "G", null);
        var content = SealedText.Prefix + "k1$" + Secret;
        await _node.PublishAsync(key, content, dataKey);
        Assert.Equal(content, (await _store.StoredQueries.FindAsync(key, default))!.Version.Content.Text);
        Assert.Equal(ConfigContent.Of(content, dataKey), (await _node.Queries.FindAsync(key, default))!.Version.Content);
        var bytes = await _store.Served.ReadContentAsync(_store.Served.Find(key)!.Formal!, default);
        Assert.Equal(content, Encoding.UTF8.GetString(bytes!.Value.Span));
    }

    [Fact]
    public async Task Sealed_IsBoundToItsConfig()
    {
        await _node.PublishAsync(Key, Secret);
        var stored = (await _store.StoredQueries.FindAsync(Key, default))!.Version.Content;
        Assert.Throws<InvalidDataException>(() => _node.Seal.Open(Key with { DataId = "cipher-other" }, stored));
        Assert.Throws<InvalidDataException>(() => _node.Seal.Open(Key, stored with { Text = stored.Text[..^8] + "AAAAAAA=" }));
    }

    [Fact]
    public async Task NodeWithoutTheKey_SaysWhichOne_AndStoresNothingInClear()
    {
        await _node.PublishAsync(Key, Secret);
        var other = new SealedStore(_store, "");
        Assert.Contains("the key k1, which this node lacks", (await Assert.ThrowsAsync<UnavailableException>(() => other.Queries.FindAsync(Key, default))).Message, StringComparison.Ordinal);
        var refused = (await other.PublishAsync(ConfigKey.Of("cipher-new", "G", null), Secret)).Failure!;
        Assert.Equal((FailureKind.Unavailable, ConfigFailures.KeyMissingCode), (refused.Kind, refused.Code));
        Assert.Contains("k1", refused.Message, StringComparison.Ordinal);
        Assert.True((await other.PublishAsync(ConfigKey.Of("plain", "G", null), "text")).Ok);
    }

    [Fact]
    public async Task WithoutAnyKey_SecretsAreStoredAsTheyAre_ButNotWhatWouldBeTakenForASealedOne()
    {
        var keyless = new SealedStore(_store, "");
        Assert.True((await keyless.PublishAsync(Key, Secret)).Ok);
        Assert.Equal(Secret, (await keyless.Queries.FindAsync(Key, default))!.Version.Content.Text);
        Assert.Equal(ConfigFailures.InvalidCode, (await keyless.PublishAsync(Key, SealedText.Prefix + "k1$AAAA")).Failure?.Code);
    }

    [Fact]
    public async Task Rotation_BringsAllUnderTheNewestKey_AndFreesTheOldOne()
    {
        await _node.PublishAsync(Key, Secret);
        await _node.PublishAsync(Key, Secret + " two");
        await _node.PublishGrayAsync(Key, new TagRule("x"), Secret + " gray");
        var version = _store.Served.Find(Key)!.Formal!;
        var both = new SealedStore(_store, $"{SealedStore.K1},{SealedStore.K2}");
        Assert.Equal(Secret + " two", (await both.Queries.FindAsync(Key, default))!.Version.Content.Text); // the old key opens
        await both.PublishAsync(ConfigKey.Of("cipher-new", "G", null), Secret);
        Assert.Equal(["k1", "k2"], await _store.Seals.KeyIdsAsync(default));

        await both.SweepAsync();
        Assert.Equal(["k2"], await _store.Seals.KeyIdsAsync(default));
        Assert.Same(version, _store.Served.Find(Key)!.Formal); // nobody was told: what is served is the same
        var newer = new SealedStore(_store, SealedStore.K2);
        Assert.Equal(Secret + " two", (await newer.Queries.FindAsync(Key, default))!.Version.Content.Text);
        Assert.Equal(Secret + " gray", (await newer.Queries.FindGrayAsync(Key, "tag_x", default))!.Content.Text);
        foreach (var row in (await newer.Queries.HistoryAsync(Key, 1, 10, default)).Items)
            Assert.StartsWith(Secret, (await newer.Queries.FindHistoryAsync(row.HistoryId, default))!.Entry.Content.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstKey_SealsWhatWasStoredInClear()
    {
        var keyless = new SealedStore(_store, "");
        await keyless.PublishAsync(Key, Secret);
        await keyless.PublishAsync(Key, Secret);
        await _node.SweepAsync();
        Assert.Equal(Secret, (await _node.Queries.FindAsync(Key, default))!.Version.Content.Text);
        Assert.True(SealedText.IsSealed((await _store.StoredQueries.FindAsync(Key, default))!.Version.Content.Text));
        foreach (var row in (await _store.StoredQueries.HistoryAsync(Key, 1, 10, default)).Items)
            Assert.True(SealedText.IsSealed((await _store.StoredQueries.FindHistoryAsync(row.HistoryId, default))!.Entry.Content.Text));
    }

    [Fact]
    public async Task Reseal_LeavesWhatHasChangedMeanwhile()
    {
        await _node.PublishAsync(Key, Secret);
        var row = (await _store.StoredQueries.FindAsync(Key, default))!.Version;
        await _node.PublishAsync(Key, "newer");
        Assert.Equal(0, (await _store.ApplyAsync(new ResealConfigsEntry([new ResealedContent(ConfigTable.Formal, row.Id, row.Content.Md5, row.Content.Text)]))).Value);
        Assert.Equal("newer", (await _node.Queries.FindAsync(Key, default))!.Version.Content.Text);
        Assert.False((await _store.ApplyAsync(new ForgetSealKeyEntry("k1"))).Value);
    }

    [Fact]
    public async Task DamagedContent_IsNotServed()
    {
        var key = ConfigKey.Of("plain", "G", null);
        await _node.PublishAsync(key, "text");
        _store.Database.Writer.Execute("UPDATE config_info SET content = 'other' WHERE data_id = 'plain'");
        var damaged = await Assert.ThrowsAsync<InvalidDataException>(() => _store.Served.ReadContentAsync(_store.Served.Find(key)!.Formal!, default).AsTask());
        Assert.Contains("public/G/plain", damaged.Message, StringComparison.Ordinal);
    }
}
