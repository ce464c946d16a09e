using System.Text;
using Batata.Api.Consul;
using Batata.Api.Consul.Http;
using Batata.Api.Consul.Reads;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Watches;
using Batata.Infrastructure.Watches;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Batata.Benchmarks.HotPaths;

/// <summary>Reads of Consul that were asked before and whose answer holds: request target, headers and body, behind Kestrel's parser.</summary>
internal static class ConsulFront
{
    private const string Pair = """[{"LockIndex":0,"Key":"hot","Flags":0,"Value":"{0}","CreateIndex":7,"ModifyIndex":7}]""";

    public static HotPath GetKey() => Get("http-kv-get", "/v1/kv/hot", WatchTopic.Key("hot"), Encoding.ASCII.GetBytes(Pair.Replace("{0}", new string('x', 1_368), StringComparison.Ordinal)), saysConsistency: false);

    /// <summary>Ten instances of half a kilobyte; the answer also says how it was read.</summary>
    public static HotPath GetHealth() => Get("http-health-service", "/v1/health/service/web", new WatchTopic(WatchKind.Service, "web"), new byte[10 * 512], saysConsistency: true);

    private static HotPath Get(string name, string path, WatchTopic topic, byte[] body, bool saysConsistency)
    {
        var options = Options.Create(new ConsulOptions());
        var contacts = new LeaderContacts(new Leader(), new NoNodes(), TimeProvider.System);
        var reads = new StateReads(new OpenWatches(), new Freshness(new NoBarrier(), contacts), contacts, new ConsulGate(options), options, TimeProvider.System);
        var http = new DefaultHttpContext();
        http.Request.Method = HttpMethods.Get;
        http.Features.Get<IHttpRequestFeature>()!.RawTarget = path;
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        var written = http.Response.BodyWriter;
        var read = new StateRead([topic], _ => ValueTask.FromResult(new StateAnswer(StatusCodes.Status200OK, "application/json", body, 7))) { SaysConsistency = saysConsistency };
        var request = new ConsulRequest(http, new ConsulRoute(path), ConsulPermission.Open, path, "", ConsulQuery.None);
        reads.ServeAsync(request, new QueryOptions(0, 0, false, false, ""), read).GetAwaiter().GetResult();
        return new HotPath(
            name,
            () =>
            {
                http.Response.Headers.Clear();
                if (reads.TryServe(http) is not { IsCompletedSuccessfully: true }) throw new InvalidOperationException("The request is not served on the fast path.");
            },
            () => written.Complete());
    }

    private sealed class Leader : ILeaderLease
    {
        public bool TryHold(out CancellationToken lost)
        {
            lost = CancellationToken.None;
            return true;
        }
    }

    private sealed class NoBarrier : IReadBarrier
    {
        public bool IsPassed => true;

        public ValueTask WaitAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }

    private sealed class NoNodes : IClusterNodes
    {
        public ClusterNode Self => throw new NotSupportedException("Who leads has no need to look for others.");

        public IReadOnlyList<ClusterNode> All() => throw new NotSupportedException("Who leads has no need to look for others.");

        public Task RefreshAsync(IReadOnlyList<MemberName> nodes, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
