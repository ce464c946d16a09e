using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Naming.Grpc;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Push.Fuzzy;

/// <summary>
/// Services by group and name. One counts from its first registration to the end of its last, however long lists show it empty.
/// Protocol source: Nacos 3.1 <c>NamingFuzzyWatchContextService</c>.
/// </summary>
internal sealed class NamingFuzzySubject(IServiceNames services, DeadlineQueue deadlines, TimeProvider time, IOptions<NamingOptions> options)
    : FuzzySubject<ServiceKey>(PushRetries.OfServices(deadlines, time, options.Value))
{
    public override int MaxPatterns => options.Value.FuzzyWatchMaxPatterns;

    public override int MaxMatches => options.Value.FuzzyWatchMaxMatches;

    public override int BatchSize => 10;

    public override IEnumerable<ServiceKey> All(WatchPattern pattern) => services.Published(pattern.NamespaceId);

    public override bool Exists(in ServiceKey key) => services.IsPublished(key);

    public override bool Matches(WatchPattern pattern, in ServiceKey key) => pattern.Matches(key.NamespaceId, key.Group, key.Name);

    public override string TextOf(in ServiceKey key) => key.ToString();

    public override ServerPush ChangeOf(in ServiceKey key, bool exists) => new NamingFuzzyWatchChangeNotifyRequest(key, exists);

    public override ServerPush SyncOf(WatchPattern pattern, string syncType, SyncBatch batch) => new NamingFuzzyWatchSyncRequest(pattern.Text, syncType, batch);

    /// <summary>Unlike that of configs it says that it is the first batch of one.</summary>
    public override ServerPush FinishOf(WatchPattern pattern, string syncType) =>
        new NamingFuzzyWatchSyncRequest(pattern.Text, syncType, new SyncBatch([], 1, 1));
}
