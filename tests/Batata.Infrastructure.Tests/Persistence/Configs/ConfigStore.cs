using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Application.Telemetry;
using Batata.Domain.Configs;
using Batata.Domain.Shared;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Configs;
using Batata.Infrastructure.Persistence.Configs.Seals;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Tests.Persistence.Configs;

/// <summary>The state with everything of configs on it; applies entries as the log would, one by one.</summary>
internal sealed class ConfigStore : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StateDatabaseHolder _holder = new();
    private readonly ChangeHub _hub;
    private readonly ConfigRepository _configs;
    private long _index;

    public ConfigStore(ConfigOptions? options = null, string keys = "")
    {
        Seals = new SealQueries(_holder);
        Keys = new ContentKeys(Options.Create(new SealOptions { Keys = keys }));
        Seal = new ContentSeal(Keys, Seals, NullLogger<ContentSeal>.Instance);
        Served = new ServedConfigs(_holder, Names, Seal, Options.Create(options ?? new ConfigOptions()), new Timings(TimeProvider.System), TimeProvider.System);
        var topic = new ChangeTopic<ConfigChanged>([Served]);
        _hub = new ChangeHub([topic]);
        Feed = topic;
        _configs = new ConfigRepository(_holder);
        Capacities = new CapacityRepository(_holder);
        CapacityQueries = new CapacityQueries(_holder, Options.Create(new CapacityOptions()));
        StoredQueries = new ConfigQueries(_holder, Names);
        Queries = new OpenedConfigQueries(StoredQueries, Seal);
        Database = StateDatabase.Open(_folder.File("state.db"), NullLogger.Instance);
        _holder.Set(Database);
        _hub.ResetAll();
        (Publisher, GrayPublisher, Remover) = (new PublishConfigApplier(_configs, Capacities), new PublishGrayConfigApplier(_configs), new RemoveConfigApplier(_configs));
    }

    public StateDatabase Database { get; }

    public ServedConfigs Served { get; }

    public ConfigNames Names { get; } = new();

    public OpenedConfigQueries Queries { get; }

    /// <summary>Contents as they are stored.</summary>
    public ConfigQueries StoredQueries { get; }

    public ContentKeys Keys { get; }

    public ContentSeal Seal { get; }

    public SealQueries Seals { get; }

    public CapacityRepository Capacities { get; }

    public CapacityQueries CapacityQueries { get; }

    public IConfigRepository Configs => _configs;

    public IChangeFeed<ConfigChanged> Feed { get; }

    private PublishConfigApplier Publisher { get; }

    private PublishGrayConfigApplier GrayPublisher { get; }

    private RemoveConfigApplier Remover { get; }

    /// <summary>The moment between commit and observers lasts until <see cref="ObserveNow"/>.</summary>
    public bool ObserveLater { get; set; }

    public void ObserveNow() => _hub.PublishAll();

    public string File(string name) => _folder.File(name);

    public ValueTask<Outcome<ConfigVersion>> ApplyAsync(PublishConfigEntry entry) => ApplyAsync(Publisher, entry);

    public ValueTask<Outcome<ConfigVersion>> ApplyAsync(PublishGrayConfigEntry entry) => ApplyAsync(GrayPublisher, entry);

    public ValueTask<Outcome<bool>> ApplyAsync(RemoveConfigEntry entry) => ApplyAsync<RemoveConfigEntry, bool>(Remover, entry);

    public ValueTask<Outcome<Done>> ApplyAsync(RemoveGrayConfigEntry entry) => ApplyAsync<RemoveGrayConfigEntry, Done>(Remover, entry);

    public ValueTask<Outcome<int>> ApplyAsync(RemoveConfigsByIdEntry entry) => ApplyAsync<RemoveConfigsByIdEntry, int>(Remover, entry);

    public ValueTask<Outcome<int>> ApplyAsync(ForgetHistoryEntry entry) => ApplyAsync<ForgetHistoryEntry, int>(new ForgetHistoryApplier(_configs), entry);

    public ValueTask<Outcome<Done>> ApplyAsync(SetCapacityEntry entry) => ApplyAsync<SetCapacityEntry, Done>(new SetCapacityApplier(Capacities), entry);

    public ValueTask<Outcome<int>> ApplyAsync(CorrectUsageEntry entry) => ApplyAsync<CorrectUsageEntry, int>(new CorrectUsageApplier(Capacities), entry);

    public ValueTask<Outcome<int>> ApplyAsync(ResealConfigsEntry entry) =>
        ApplyAsync<ResealConfigsEntry, int>(new ResealConfigsApplier(new ConfigSealRepository(_holder)), entry);

    public ValueTask<Outcome<bool>> ApplyAsync(ForgetSealKeyEntry entry) =>
        ApplyAsync<ForgetSealKeyEntry, bool>(new ResealConfigsApplier(new ConfigSealRepository(_holder)), entry);

    /// <summary>Publishes with as little as a test wants to say.</summary>
    public async Task<ConfigVersion> PublishAsync(
        string dataId, string content, string group = "G", string tenant = "public", string? type = "text", string? appName = null, string[]? tags = null)
    {
        var description = ConfigDescription.None with { Type = type, AppName = appName, Tags = tags };
        var entry = new PublishConfigEntry(ConfigKey.Of(dataId, group, tenant), ConfigContent.Of(content), description, Author, null, At(_index));
        return (await ApplyAsync(entry)).Value;
    }

    public static ConfigAuthor Author { get; } = new("tester", "10.0.0.1");

    public static DateTimeOffset At(long index) => DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000 + (index * 1001));

    public void Restart() => _hub.ResetAll();

    public void Dispose()
    {
        Served.Dispose();
        _holder.Dispose();
        _folder.Dispose();
    }

    private async ValueTask<Outcome<TResult>> ApplyAsync<TEntry, TResult>(IApplier<TEntry, TResult> applier, TEntry entry)
        where TEntry : ReplicatedEntry<TResult>
    {
        Database.Begin();
        var outcome = await applier.ApplyAsync(entry, _hub, CancellationToken.None);
        Database.Commit(++_index);
        if (!ObserveLater) _hub.PublishAll();
        return outcome;
    }
}
