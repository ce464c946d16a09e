using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Infrastructure.Tests.Persistence.Configs;

public sealed class ConfigQueriesTests : IDisposable
{
    private readonly ConfigStore _store = new();

    public void Dispose() => _store.Dispose();

    [Theory]
    [InlineData("a-*", "a-one.yaml a-two.yaml")]
    [InlineData("*.json", "b_one.json")]
    [InlineData("*one*", "a-one.yaml b_one.json aone.yaml")]
    [InlineData("a*.yaml", "a-one.yaml a-two.yaml aone.yaml")]
    [InlineData("**two**", "a-two.yaml")]
    [InlineData("a-one.yaml", "a-one.yaml")]
    [InlineData("a-one", "")]
    [InlineData("A-*", "")]
    [InlineData("*", "a-one.yaml a-two.yaml b_one.json aone.yaml")]
    [InlineData("", "a-one.yaml a-two.yaml b_one.json aone.yaml")]
    [InlineData(null, "a-one.yaml a-two.yaml b_one.json aone.yaml")]
    [InlineData("a_*", "a-one.yaml a-two.yaml aone.yaml")] // Nacos passes _ and % on to LIKE
    [InlineData("b_one*", "b_one.json")]
    [InlineData("%one%", "a-one.yaml b_one.json aone.yaml")]
    [InlineData("*!*", "")]
    public async Task Search_Blur_KnowsWildcards(string? dataId, string expected)
    {
        foreach (var name in (string[])["a-one.yaml", "a-two.yaml", "b_one.json", "aone.yaml"]) await _store.PublishAsync(name, "x");
        var page = await _store.Queries.SearchAsync(Blur with { DataId = dataId }, 1, 10, CancellationToken.None);
        Assert.Equal(expected, string.Join(' ', page.Items.Select(row => row.Key.DataId)));
        Assert.Equal(page.Items.Count, page.TotalCount);
    }

    [Fact]
    public async Task Search_Accurate_TakesStarsLiterallyAndIgnoresTypes()
    {
        await _store.PublishAsync("a", "k*", type: "json");
        await _store.PublishAsync("b", "kk", type: "yaml");
        Assert.Equal(["a"], await NamesAsync(Accurate with { Content = "k*", Types = ["yaml"] }));
        Assert.Equal([], await NamesAsync(Accurate with { DataId = "*" }));
        Assert.Equal(["a", "b"], await NamesAsync(Accurate));
    }

    [Fact]
    public async Task Search_ByTags_FindsAnyOfThem()
    {
        await _store.PublishAsync("a", "x", tags: ["red", "blue"]);
        await _store.PublishAsync("b", "x", tags: ["redder"]);
        await _store.PublishAsync("c", "x");
        Assert.Equal(["a"], await NamesAsync(Blur with { Tags = ["red"] }));
        Assert.Equal(["a", "b"], await NamesAsync(Blur with { Tags = ["red*"] }));
        Assert.Equal(["a", "b"], await NamesAsync(Blur with { Tags = ["green", "redder", "blue"] }));
        Assert.Equal(["a", "b"], await NamesAsync(Accurate with { Tags = ["red", "redder"] }));
        Assert.Equal([], await NamesAsync(Accurate with { Tags = ["red*"] }));
    }

    [Fact]
    public async Task Search_ByOtherFields_CombinesThem()
    {
        await _store.PublishAsync("a", "one word here", type: "json", appName: "shop");
        await _store.PublishAsync("b", "one word there", type: "yaml", appName: "shop");
        await _store.PublishAsync("c", "another", type: "json", appName: "shop*");
        await _store.PublishAsync("a", "one word here", tenant: "other", type: "json", appName: "shop");
        Assert.Equal(["a", "b"], await NamesAsync(Blur with { NamespaceId = "public", Content = "*word*" }));
        Assert.Equal(["a"], await NamesAsync(Blur with { NamespaceId = "public", Content = "*word*", Types = ["json", "xml"] }));
        Assert.Equal(["a", "c", "a"], await NamesAsync(Blur with { Types = ["json"] }));
        Assert.Equal(["c"], await NamesAsync(Blur with { AppName = "shop*" }));
        Assert.Equal(["a"], await NamesAsync(Blur with { NamespaceId = "oth*" }));
        Assert.Equal([], await NamesAsync(Blur with { Content = "word" }));
        Assert.Equal(["a", "a"], await NamesAsync(Blur with { Content = "one word here" }));
    }

    [Fact]
    public async Task Search_Pages_AreStableInOrderOfCreation()
    {
        for (var i = 0; i < 25; i++) await _store.PublishAsync($"d{24 - i:00}", "x");
        await _store.PublishAsync("d12", "changed");
        var seen = new List<string>();
        for (var page = 1; page <= 4; page++)
        {
            var found = await _store.Queries.SearchAsync(Blur, page, 10, CancellationToken.None);
            Assert.Equal((25, page, 3), (found.TotalCount, found.PageNumber, found.PagesAvailable));
            seen.AddRange(found.Items.Select(row => row.Key.DataId));
        }
        Assert.Equal(Enumerable.Range(0, 25).Select(i => $"d{24 - i:00}"), seen);
    }

    /// <summary>A condition on contents takes the search to the tables, which must find the same.</summary>
    [Theory]
    [InlineData("a*", "*", null)]
    [InlineData("*1*", "G", null)]
    [InlineData("_1%", "*", "shop")]
    [InlineData("*_*_*", "_", null)]
    [InlineData("a*1", "*H", "")]
    [InlineData("*!a*", "", null)]
    [InlineData("**", "G*%", null)]
    [InlineData("*ab*b", "", null)]
    [InlineData("_", "", null)]
    public async Task Search_InMemory_FindsWhatTheTablesFind(string dataId, string group, string? appName)
    {
        string[] names = ["a", "a1", "b1", "ab", "aab1b", "x.ab.b", "a-1", "1", "11"];
        foreach (var name in names)
        {
            foreach (var g in (string[])["G", "H", "GH"]) await _store.PublishAsync(name, "text", g, appName: name.Length == 2 ? "shop" : null);
        }
        foreach (var blur in (bool[])[true, false])
        {
            var search = Blur with { Blur = blur, NamespaceId = "public", DataId = dataId, Group = group, AppName = appName };
            var (inMemory, inTables) = (await PageAsync(search), await PageAsync(search with { Content = blur ? "*ex*" : "text" }));
            Assert.Equal(inTables.Items, inMemory.Items);
            Assert.Equal(inTables.TotalCount, inMemory.TotalCount);
        }

        Task<Page<ConfigRow>> PageAsync(ConfigSearch search) => _store.Queries.SearchAsync(search, 2, 3, CancellationToken.None);
    }

    [Fact]
    public async Task Search_GivesAndCountsOnlyWhatTheCallerMayRead()
    {
        foreach (var tenant in (string[])["mine", "theirs", "mine2"]) await _store.PublishAsync("a", "word", tenant: tenant);
        static bool MayRead(ConfigKey key) => key.NamespaceId.StartsWith("mine", StringComparison.Ordinal);
        foreach (var content in (string?[])[null, "*word*"])
        {
            var page = await _store.Queries.SearchAsync(Blur with { Content = content, MayRead = MayRead }, 1, 10, CancellationToken.None);
            Assert.Equal(2, page.TotalCount);
            Assert.Equal(["mine", "mine2"], page.Items.Select(static row => row.Key.NamespaceId));
        }
    }

    /// <summary>Names of what is gone are forgotten now and then, and the rest stays where it was.</summary>
    [Fact]
    public async Task Search_AfterManyRemovals_FindsWhatIsLeft_AndWhatCameSince()
    {
        for (var i = 0; i < 3000; i++) await _store.PublishAsync($"d{i}", "x", group: $"G{i % 7}");
        for (var i = 0; i < 3000; i++)
        {
            if (i % 3 != 0) await _store.ApplyAsync(new RemoveConfigEntry(ConfigKey.Of($"d{i}", $"G{i % 7}", null), ConfigStore.Author, ConfigStore.At(i)));
        }
        await _store.PublishAsync("d1", "back", group: "G1", appName: "shop");
        await _store.PublishAsync("d0", "changed", group: "G0", appName: "shop");
        Assert.Equal(["d0", "d1"], await NamesAsync(Blur with { AppName = "shop" }));
        var page = await _store.Queries.SearchAsync(Blur with { DataId = "d*" }, 101, 10, CancellationToken.None);
        Assert.Equal(1001, page.TotalCount);
        Assert.Equal("d1", Assert.Single(page.Items).Key.DataId);
        _store.Restart();
        Assert.Equal(["d0", "d1"], await NamesAsync(Blur with { AppName = "shop" }));
    }

    [Fact]
    public async Task Search_Row_HasAllFields()
    {
        var published = await _store.PublishAsync("a", "k: é", tenant: "t", type: "yaml", appName: "shop");
        var page = await _store.Queries.SearchAsync(Blur, 1, 10, CancellationToken.None);
        Assert.Equal(
            new ConfigRow(published.Id, ConfigKey.Of("a", "G", "t"), "k: é", ConfigContent.Of("k: é").Md5, "", "shop", "yaml", published.ModifiedAt),
            Assert.Single(page.Items));
    }

    [Fact]
    public async Task ListNamespace_GivesItsConfigsWithoutContents()
    {
        await _store.PublishAsync("b", "x", tenant: "t");
        await _store.PublishAsync("a", "x", tenant: "t");
        await _store.PublishAsync("c", "x");
        var rows = await _store.Queries.ListNamespaceAsync("t", CancellationToken.None);
        Assert.Equal(["b", "a"], rows.Select(row => row.Key.DataId));
        Assert.All(rows, row => Assert.Empty(row.Content));
        Assert.Empty(await _store.Queries.ListNamespaceAsync("none", CancellationToken.None));
    }

    [Fact]
    public async Task History_TellsInsertUpdateAndDelete()
    {
        var key = ConfigKey.Of("a", "G", null);
        var first = await _store.PublishAsync("a", "one", type: "yaml", tags: ["t1", "t2"]);
        Assert.Null(await _store.Queries.FindPreviousAsync(first.Id, CancellationToken.None));
        await _store.PublishAsync("a", "two", type: "json");
        await _store.ApplyAsync(new RemoveConfigEntry(key, new ConfigAuthor(null, "10.9.9.9"), ConfigStore.At(77)));
        await _store.PublishAsync("other", "x");

        var page = await _store.Queries.HistoryAsync(key, 1, 2, CancellationToken.None);
        Assert.Equal((3, 2), (page.TotalCount, page.PagesAvailable));
        Assert.Equal([ConfigOperation.Delete, ConfigOperation.Update], page.Items.Select(row => row.Entry.Operation));
        Assert.All(page.Items, row => Assert.Empty(row.Entry.Content.Text));
        var oldest = Assert.Single((await _store.Queries.HistoryAsync(key, 2, 2, CancellationToken.None)).Items);

        var inserted = await _store.Queries.FindHistoryAsync(oldest.HistoryId, CancellationToken.None);
        Assert.Equal((0, ConfigOperation.Insert, "one"), (inserted!.Entry.ConfigId, inserted.Entry.Operation, inserted.Entry.Content.Text));
        var updated = await _store.Queries.FindHistoryAsync(page.Items[1].HistoryId, CancellationToken.None);
        Assert.Equal((first.Id, "one"), (updated!.Entry.ConfigId, updated.Entry.Content.Text));
        Assert.Equal("""{"type":"yaml","config_tags":"t1,t2","src_user":"tester"}""", updated.Entry.ExtInfo);
        var deleted = await _store.Queries.FindPreviousAsync(first.Id, CancellationToken.None);
        Assert.Equal((page.Items[0].HistoryId, ConfigOperation.Delete, "two"), (deleted!.HistoryId, deleted.Entry.Operation, deleted.Entry.Content.Text));
        Assert.Equal((new ConfigAuthor(null, "10.9.9.9"), ConfigStore.At(77), key), (deleted.Entry.Author, deleted.Entry.At, deleted.Key));
        Assert.Null(await _store.Queries.FindHistoryAsync(999, CancellationToken.None));
        Assert.Null(await _store.Queries.FindPreviousAsync(0, CancellationToken.None));
    }

    [Theory]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("\r\n\t \u0085\u2028 😀 \uffff")]
    public async Task Content_OfAnyCharacters_ComesBackAsItWas(string content)
    {
        var published = await _store.PublishAsync("a", content);
        await _store.PublishAsync("a", "next");
        await _store.PublishAsync("a", content);
        var key = ConfigKey.Of("a", "G", null);
        Assert.Equal(content, (await _store.Queries.FindAsync(key, CancellationToken.None))!.Version.Content.Text);
        Assert.Equal(content, Assert.Single((await _store.Queries.SearchAsync(Accurate with { Content = content }, 1, 10, CancellationToken.None)).Items).Content);
        var oldest = (await _store.Queries.HistoryAsync(key, 1, 10, CancellationToken.None)).Items[^1];
        Assert.Equal(content, (await _store.Queries.FindHistoryAsync(oldest.HistoryId, CancellationToken.None))!.Entry.Content.Text);
        Assert.Equal(published.Md5, _store.Served.Find(key)!.Formal!.Md5);
    }

    [Fact]
    public async Task Content_OfTenMegabytes_IsStoredAndServed()
    {
        var content = string.Concat(Enumerable.Repeat("0123456789é", 1_000_000));
        await _store.PublishAsync("a", content);
        await _store.PublishAsync("a", content + "!");
        var served = await _store.Served.ReadContentAsync(_store.Served.Find(ConfigKey.Of("a", "G", null))!.Formal!, CancellationToken.None);
        Assert.Equal(content + "!", System.Text.Encoding.UTF8.GetString(served!.Value.Span));
    }

    [Fact]
    public async Task Search_WithThousandsOfTagsAndTypes_Answers()
    {
        await _store.PublishAsync("a", "x", tags: ["t7"]);
        var many = Enumerable.Range(0, 50_000).Select(number => $"t{number}").ToArray();
        Assert.Equal(["a"], await NamesAsync(Blur with { Tags = many, Types = [.. many, "text"] }));
        Assert.Equal(["a"], await NamesAsync(Accurate with { Tags = many }));
    }

    [Fact]
    public async Task Search_WithManyWildcards_IsNotSlow()
    {
        for (var i = 0; i < 20; i++) await _store.PublishAsync($"d{i}", new string('x', 20_000));
        Assert.Equal([], await NamesAsync(Blur with { Content = string.Concat(Enumerable.Repeat("*x", 10_000)) + "*y" }));
        Assert.Equal(20, (await NamesAsync(Blur with { Content = string.Concat(Enumerable.Repeat("*x", 10_000)) })).Count());
    }

    private static ConfigSearch Blur { get; } = new(true, null, null, null, null, [], [], null);

    private static ConfigSearch Accurate { get; } = Blur with { Blur = false };

    private async Task<IEnumerable<string>> NamesAsync(ConfigSearch search) =>
        (await _store.Queries.SearchAsync(search, 1, 100, CancellationToken.None)).Items.Select(row => row.Key.DataId);
}
