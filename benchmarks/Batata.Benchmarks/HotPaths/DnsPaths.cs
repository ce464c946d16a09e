using System.Globalization;
using System.Text;
using Batata.Api.Consul;
using Batata.Api.Consul.Dns;
using Batata.Api.Consul.Dns.Answers;
using Batata.Api.Consul.Dns.Ports;
using Batata.Api.Consul.Dns.Recursion;
using Batata.Api.Consul.Dns.Views;
using Batata.Application.Catalog;
using Batata.Application.Cluster;
using Batata.Application.Watches;
using Batata.Domain.Catalog;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Batata.Benchmarks.HotPaths;

/// <summary>A question over DNS from packet to packet, for a service with ten instances that was asked for before.</summary>
internal static class DnsPaths
{
    private const int Instances = 10;

    public static HotPath Addresses() => Of("dns-service-a", type: 1);

    public static HotPath Services() => Of("dns-service-srv", type: 33);

    private static HotPath Of(string name, byte type)
    {
        var options = new ConsulDnsOptions();
        var (dns, consul) = (Options.Create(options), Options.Create(new ConsulOptions()));
        var views = new CatalogViews(new TenInstances(), new NoWatches());
        var recursors = new Recursors(dns, NullLogger<Recursors>.Instance);
        var catalog = new CatalogAnswers(views, recursors, dns, consul);
        var answers = new DnsAnswers(
            catalog, new ZoneAnswers(catalog, dns, consul, TimeProvider.System), new ReverseAnswers(views, catalog, dns, consul), recursors,
            contacts: null!, barrier: null!, new Serving(), dns, NullLogger<DnsAnswers>.Instance); // neither is asked for what may be stale
        var desk = new AnswerDesk(answers, options, overTcp: false);
        var question = Question(type);
        return new HotPath(
            name,
            () =>
            {
                if (desk.Take(question, CancellationToken.None, out _).Length < 12 + (Instances * 16)) throw new InvalidOperationException("That is no answer with ten instances.");
            },
            views.Dispose);
    }

    /// <summary>With EDNS, as resolvers ask.</summary>
    private static byte[] Question(byte type)
    {
        List<byte> packet = [0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1];
        foreach (var label in (string[])["web", "service", "consul"]) packet.AddRange([(byte)label.Length, .. Encoding.ASCII.GetBytes(label)]);
        packet.AddRange([0, 0, type, 0, 1, 0, 0, 41, 16, 0, 0, 0, 0, 0, 0, 0]);
        return [.. packet];
    }

    private sealed class Serving : INodeState
    {
        public string? NotReadyReason => null;

        public Task FirstReady => Task.CompletedTask;
    }

    private sealed class NoWatches : IWatches
    {
        public Watch Open(params ReadOnlySpan<WatchTopic> topics) => new Never();

        private sealed class Never : Watch
        {
            public override void Dispose()
            {
                // Nothing is behind it.
            }
        }
    }

    private sealed class TenInstances : ICatalogQueries
    {
        public ValueTask<ServiceHealth> ServiceAsync(string name, CancellationToken cancellationToken) => new(new ServiceHealth([.. Enumerable.Range(1, Instances).Select(Instance)], 1, true));

        public ValueTask<(IReadOnlyList<CatalogNode> Nodes, ulong Index)> NodesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<(SortedDictionary<string, SortedSet<string>> Tags, ulong Index)> ServiceTagsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<(IReadOnlyList<NodeInstance> Instances, ulong Index)> ServicesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ServiceHealth> ConnectAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<(NodeContent? Node, ulong Index)> NodeAsync(string nameOrId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksOfNodeAsync(string node, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksOfServiceAsync(string service, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<(IReadOnlyList<HealthCheck> Checks, ulong Index)> ChecksInStateAsync(string status, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<ulong> NodesIndexAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        private static InstanceHealth Instance(int number)
        {
            var node = new CatalogNode(string.Create(CultureInfo.InvariantCulture, $"node-{number}"), "", string.Create(CultureInfo.InvariantCulture, $"10.0.0.{number}"), null, null, 1, 1);
            return new InstanceHealth(
                node,
                new ServiceInstance(
                    node.Name, "web", "web", "", [], "", 80, [], new Dictionary<string, ServiceAddress>(), null, "", ServiceWeights.Default, false, null, false, null, 1, 1),
                []);
        }
    }
}
