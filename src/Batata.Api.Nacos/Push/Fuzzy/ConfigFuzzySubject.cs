using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>Configs, by group and dataId.</summary>
internal sealed class ConfigFuzzySubject(IServedConfigs served, DeadlineQueue deadlines, TimeProvider time, IOptions<ConfigOptions> options)
    : FuzzySubject<ConfigKey>(PushRetries.OfConfigs(deadlines, time, options.Value))
{
    public override int MaxPatterns => options.Value.FuzzyWatchMaxPatterns;

    public override int MaxMatches => options.Value.FuzzyWatchMaxMatches;

    public override int BatchSize => options.Value.FuzzyWatchBatchSize;

    public override IEnumerable<ConfigKey> All(WatchPattern pattern) => served.All().Select(static config => config.Key);

    public override bool Exists(in ConfigKey key) => served.Find(key) is not null;

    public override bool Matches(WatchPattern pattern, in ConfigKey key) => pattern.Matches(key.NamespaceId, key.Group, key.DataId);

    public override string TextOf(in ConfigKey key) => key.ToGroupKey();

    public override ServerPush ChangeOf(in ConfigKey key, bool exists) => new ConfigFuzzyWatchChangeNotifyRequest(key, exists);

    public override ServerPush SyncOf(WatchPattern pattern, string syncType, SyncBatch batch) =>
        new ConfigFuzzyWatchSyncRequest(pattern.Text, syncType, batch.Contexts, batch.Total, batch.Number);

    public override ServerPush FinishOf(WatchPattern pattern, string syncType) => new ConfigFuzzyWatchSyncRequest(pattern.Text, syncType, [], 0, 0);
}
