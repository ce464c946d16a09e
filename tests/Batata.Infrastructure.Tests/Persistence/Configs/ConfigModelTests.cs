using System.Text;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Batata.Infrastructure.Tests.Persistence.Configs;

/// <summary>Any sequence of writes leaves the tables and the served index as a model of a few lines says, now and after a restart.</summary>
public sealed class ConfigModelTests
{
    private static readonly ConfigKey[] Keys =
    [
        ConfigKey.Of("a", "G", null), ConfigKey.Of("b", "G", null), ConfigKey.Of("a", "H", null), ConfigKey.Of("a", "G", "other"),
    ];

    private static readonly GrayRule[] Rules = [new TagRule("x"), new TagRule("y"), new BetaRule("1.1.1.1,2.2.2.2"), new BetaRule("3.3.3.3")];

    private static readonly string[] Contents = ["one", "two", "drei — ü", "four\nlines\r\n", "😀"];

    private const int MaxGray = 2;

    [Property(MaxTest = 60, Arbitrary = [typeof(Writes)])]
    public void AnySequence_LeavesWhatTheModelSays(Write[] writes)
    {
        using var store = new ConfigStore();
        var model = new ConfigModel(MaxGray);
        foreach (var (write, index) in writes.Select(static (write, index) => (write, index)))
        {
            var (expected, answer) = Run(write, ConfigStore.At(index), store, model);
            Assert.True(expected == answer, $"{write} answered {answer}, the model {expected}");
        }
        AssertSame(store, model);
        store.Restart();
        AssertSame(store, model);
    }

    private static (string Expected, string Answer) Run(Write write, DateTimeOffset at, ConfigStore store, ConfigModel model)
    {
        var key = Keys[write.Key % Keys.Length];
        var content = ConfigContent.Of(Contents[write.Content % Contents.Length], write.Content % 7 == 0 ? "key" : null);
        var rule = Rules[write.Rule % Rules.Length];
        var md5 = write.ExpectedContent is { } other ? ConfigContent.Of(Contents[other % Contents.Length]).Md5 : null;
        var author = new ConfigAuthor($"user{write.Content % 3}", "10.0.0.1");
        var description = ConfigDescription.None with
        {
            Type = "text",
            AppName = (write.Content % 3) switch { 0 => null, 1 => "", _ => "shop" },
            Tags = (write.Content % 4) switch { 0 => null, 1 => [], 2 => ["t2", "t1"], _ => ["t1", "t1", "t3"] },
        };
        switch (write.Kind)
        {
            case WriteKind.Publish:
                var published = Complete(store.ApplyAsync(new PublishConfigEntry(key, content, description, author, md5, at)));
                return (model.Publish(key, content, description, md5, at), published.Failure?.Code ?? $"{published.Value.Id}");
            case WriteKind.Import:
                var imported = Complete(store.ApplyAsync(new PublishConfigEntry(key, content, description, author, null, at, OnlyNew: true)));
                return (model.Import(key, content, description, at), imported.Failure?.Code ?? $"{imported.Value.Id}");
            case WriteKind.PublishGray:
                var gray = Complete(store.ApplyAsync(new PublishGrayConfigEntry(key, rule, content, description.AppName, author, md5, MaxGray, at)));
                return (model.PublishGray(key, rule, content, md5, at), gray.Failure?.Code ?? "ok");
            case WriteKind.Remove:
                return (model.Remove(key), $"{Complete(store.ApplyAsync(new RemoveConfigEntry(key, author, at))).Value}");
            case WriteKind.Rollback:
                return (model.Rollback(key, description, at), Rollback(store, key, description, author, at));
            case WriteKind.RemoveGray:
                var name = write.Content % 2 == 0 ? rule.GrayName : rule.Expression; // a tag by its bare name, too
                return (model.RemoveGray(key, name), Complete(store.ApplyAsync(new RemoveGrayConfigEntry(key, name, author, at))).Failure?.Code ?? "ok");
            default:
                long[] ids = [ConfigModel.FirstId + write.Key, ConfigModel.FirstId + write.Content, ConfigModel.FirstId + write.Key];
                return (model.RemoveById(ids), $"{Complete(store.ApplyAsync(new RemoveConfigsByIdEntry(ids, author, at))).Value}");
        }
    }

    /// <summary>As consoles do it: what the newest change replaced is published again, and what it created is removed.</summary>
    private static string Rollback(ConfigStore store, ConfigKey key, ConfigDescription description, ConfigAuthor author, DateTimeOffset at)
    {
        var newest = Complete(store.Queries.HistoryAsync(key, 1, 500, CancellationToken.None)).Items.FirstOrDefault(static row => row.Entry.GrayName.Length == 0);
        if (newest is null) return "nothing";
        if (newest.Entry.Operation == ConfigOperation.Insert) return $"{Complete(store.ApplyAsync(new RemoveConfigEntry(key, author, at))).Value}";
        var content = Complete(store.Queries.FindHistoryAsync(newest.HistoryId, CancellationToken.None))!.Entry.Content;
        return $"{Complete(store.ApplyAsync(new PublishConfigEntry(key, content, description, author, null, at))).Value.Id}";
    }

    private static void AssertSame(ConfigStore store, ConfigModel model)
    {
        Assert.Equal(model.Configs.Keys.Order(), store.Served.All().Select(served => $"{served.Key}").Order());
        Assert.Equal(model.Configs.Count, store.Served.Count);
        Assert.Equal(0L, store.Database.Writer.Scalar("SELECT count(*) FROM config_tags_relation WHERE id NOT IN (SELECT id FROM config_info)"));
        Assert.Equal(0, Complete(store.CapacityQueries.WrongCountsAsync(CancellationToken.None)));
        Assert.Equal(model.Count(null, null), Usage(store, CapacityScope.Cluster));
        Assert.Equal(model.Count("other", null), Usage(store, new CapacityScope(false, "other")));
        Assert.Equal(model.Count("public", "G"), Usage(store, new CapacityScope(true, "G")));
        foreach (var key in Keys)
        {
            model.Configs.TryGetValue($"{key}", out var expected);
            var served = store.Served.Find(key);
            var detail = Complete(store.Queries.FindAsync(key, CancellationToken.None));
            Assert.Equal(expected?.Formal, detail is null ? null : ModelFormal.Of(detail.Version));
            Assert.Equal(expected?.Formal is { } f ? (f.Content, f.At) : null, Served(store, served?.Formal));
            Assert.Equal(expected?.Formal is null ? null : "text", served?.Type);
            var gray = expected is null ? [] : expected.Gray.Values.OrderByDescending(g => g.Rule.Priority).ThenBy(g => g.Rule.GrayName, StringComparer.Ordinal).ToList();
            Assert.Equal(gray, served is null ? [] : served.Gray.Select(g => new ModelGray(g.Rule, Served(store, g.Version)!.Value.Content, g.Version.ModifiedAt)));
            foreach (var (rule, content, _) in gray)
                Assert.Equal(content, Complete(store.Queries.FindGrayAsync(key, rule.GrayName, CancellationToken.None))!.Content);
            var history = Complete(store.Queries.HistoryAsync(key, 1, 500, CancellationToken.None));
            Assert.Equal(model.History.Where(row => row.Key == key).Reverse(), history.Items.Select(row => FullRow(store, row)));
        }
    }

    private static int Usage(ConfigStore store, CapacityScope scope) => Complete(store.CapacityQueries.FindAsync(scope, CancellationToken.None)).Usage;

    private static (ConfigContent Content, DateTimeOffset At)? Served(ConfigStore store, ServedVersion? version)
    {
        if (version is null) return null;
        var utf8 = Complete(store.Served.ReadContentAsync(version, CancellationToken.None));
        return (new ConfigContent(Encoding.UTF8.GetString(utf8!.Value.Span), version.Md5, version.EncryptedDataKey), version.ModifiedAt);
    }

    private static ModelHistory FullRow(ConfigStore store, ConfigHistoryRow listed)
    {
        var row = Complete(store.Queries.FindHistoryAsync(listed.HistoryId, CancellationToken.None))!;
        return new ModelHistory(row.Key, row.Entry.Operation, row.Entry.ConfigId, row.Entry.Content, row.Entry.GrayName);
    }

    /// <summary>Nothing here waits: SQLite answers on the calling thread.</summary>
    private static T Complete<T>(ValueTask<T> task) => task.IsCompleted ? task.Result : throw new InvalidOperationException("not complete");

    private static T Complete<T>(Task<T> task) => Complete(new ValueTask<T>(task));

    private static class Writes
    {
        public static Arbitrary<Write> Write() => Arb.From(
            from kind in Gen.Frequency(
                (5, Gen.Constant(WriteKind.Publish)), (3, Gen.Constant(WriteKind.PublishGray)), (2, Gen.Constant(WriteKind.Remove)),
                (2, Gen.Constant(WriteKind.RemoveGray)), (1, Gen.Constant(WriteKind.RemoveById)), (2, Gen.Constant(WriteKind.Import)), (2, Gen.Constant(WriteKind.Rollback)))
            from key in Gen.Choose(0, 5)
            from content in Gen.Choose(0, 40)
            from rule in Gen.Choose(0, 3)
            from expected in Gen.Frequency((2, Gen.Constant<int?>(null)), (1, Gen.Choose(0, 4).Select(static number => (int?)number)))
            select new Write(kind, key, content, rule, expected));
    }
}

public enum WriteKind
{
    Publish,
    PublishGray,
    Remove,
    RemoveGray,
    RemoveById,
    Import,
    Rollback,
}

public sealed record Write(WriteKind Kind, int Key, int Content, int Rule, int? ExpectedContent);
