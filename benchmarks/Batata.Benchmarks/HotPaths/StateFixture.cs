using Batata.Application;
using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Benchmarks.HotPaths;

/// <summary>The state with all that hangs on it, in a folder of its own, without the log in front.</summary>
internal sealed class StateFixture : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("batata-benchmarks-");
    private readonly ServiceProvider _services;
    private readonly StateDatabase _state;
    private readonly ChangeHub _hub;
    private readonly IApplier<PublishConfigEntry, ConfigVersion> _publish;

    public StateFixture()
    {
        _services = new ServiceCollection().AddLogging().AddOptions().AddBatataApplication().AddBatataPersistence().BuildServiceProvider();
        _state = StateDatabase.Open(Path.Combine(_folder.FullName, "state.db"), NullLogger.Instance);
        _services.GetRequiredService<StateDatabaseHolder>().Set(_state);
        _hub = _services.GetRequiredService<ChangeHub>();
        _hub.ResetAll();
        _publish = Get<IApplier<PublishConfigEntry, ConfigVersion>>();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public static PublishConfigEntry Entry(ConfigKey key, string content) => new(
        key, ConfigContent.Of(content), ConfigDescription.None with { Type = "text" }, new ConfigAuthor("nacos", "127.0.0.1"), ExpectedMd5: null, DateTimeOffset.UnixEpoch);

    /// <summary>What the state machine does for a batch.</summary>
    public void Apply(params ReadOnlySpan<PublishConfigEntry> batch)
    {
        _state.Begin();
        foreach (var entry in batch)
        {
            var applied = _publish.ApplyAsync(entry, _hub, CancellationToken.None);
            if (!applied.IsCompletedSuccessfully || !applied.Result.Ok) throw new InvalidOperationException("The publish was refused or did not end at once.");
        }
        _state.Commit(_state.AppliedIndex + batch.Length);
        _hub.PublishAll();
    }

    public void Dispose()
    {
        _services.Dispose();
        _folder.Delete(recursive: true);
    }
}
