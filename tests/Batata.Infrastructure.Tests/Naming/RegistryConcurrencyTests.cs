using System.Globalization;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

/// <summary>Real threads: no update is lost, and a reader never sees half of one.</summary>
public sealed class RegistryConcurrencyTests : IDisposable
{
    private const int Threads = 4;

    private readonly RegistryFixture _naming = new();

    public void Dispose() => _naming.Dispose();

    [Fact]
    public void Writers_OfOneService_LoseNothing()
    {
        var key = Key("hot");
        var last = new int[Threads][];
        OnThreads(Threads, thread =>
        {
            var random = new Random(thread);
            var ports = last[thread] = new int[50];
            for (var step = 0; step < 4_000; step++)
            {
                var client = random.Next(ports.Length);
                if (random.Next(4) == 0)
                {
                    if (ports[client] != 0) _naming.Registry.Deregister(key, $"10.{thread}.0.{client}", ports[client]);
                    ports[client] = 0;
                }
                else if (ports[client] == 0)
                {
                    ports[client] = 1 + random.Next(60_000);
                    Assert.True(_naming.Registry.Register(key, At($"10.{thread}.0.{client}", ports[client])).Ok);
                }
            }
        });
        var expected = last.SelectMany((ports, thread) => ports.Select((port, client) => (port, name: $"10.{thread}.0.{client}:{port}"))).Where(x => x.port != 0);
        Assert.Equal(string.Join(' ', expected.Select(x => x.name).Order(StringComparer.Ordinal)), _naming.Served(key));
        Assert.Equal(_naming.Services.Find(key)!.InstanceCount, _naming.Registry.Find(key)!.Instances.Length);
    }

    [Fact]
    public async Task Readers_SeeBatchesWholeAndVersionsGrow()
    {
        var key = Key("batch");
        for (var writer = 0; writer < 2; writer++) _naming.Connect($"w{writer}");
        var stop = false;
        var reading = Task.Run(() =>
        {
            var (version, ref_, snapshots) = (0L, 0L, 0);
            while (!Volatile.Read(ref stop) || snapshots < 100)
            {
                var snapshot = _naming.Registry.Find(key);
                if (snapshot is null) continue;
                Assert.True(snapshot.Version >= version);
                Assert.True(snapshot.Version == version || snapshot.LastRefTimeMs > ref_);
                (version, ref_) = (snapshot.Version, snapshot.LastRefTimeMs);
                snapshots++;
                foreach (var batch in snapshot.Instances.GroupBy(i => i.ClusterName))
                {
                    var size = int.Parse(batch.First().Metadata.Find("size")!, CultureInfo.InvariantCulture);
                    Assert.Equal(size, batch.Count());
                    Assert.Single(batch.Select(i => i.Metadata.Find("round")).Distinct());
                }
            }
        });
        OnThreads(2, writer =>
        {
            for (var round = 0; round < 3_000; round++)
            {
                var size = round % 7;
                var batch = Enumerable.Range(1, size).Select(port =>
                    At($"10.0.0.{writer}", port, ("round", $"{round}"), ("size", $"{size}")) with { ClusterName = $"w{writer}" });
                Assert.True(_naming.Registry.RegisterBatch($"w{writer}", key, [.. batch]).Ok);
            }
        });
        Volatile.Write(ref stop, true);
        await reading.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2 * (2999 % 7), _naming.Registry.Find(key)!.Instances.Length);
    }

    [Fact]
    public void Disconnects_AmongRegistrations_LeaveNothingBehind()
    {
        OnThreads(Threads, thread =>
        {
            var random = new Random(thread);
            for (var step = 0; step < 6_000; step++)
            {
                var client = $"c{random.Next(3)}";
                var key = Key($"s{random.Next(20)}");
                switch (random.Next(6))
                {
                    case 0:
                        _naming.Connect(client);
                        break;
                    case 1:
                        _naming.Registry.Disconnect(client);
                        break;
                    case 2:
                        _naming.Registry.Subscribe(client, key, Subscriber());
                        break;
                    case 3:
                        _naming.Registry.Deregister(client, key);
                        break;
                    default:
                        _naming.Registry.Register(client, key, At($"10.0.0.{thread}", 1 + random.Next(9)));
                        break;
                }
            }
        });
        for (var client = 0; client < 3; client++) _naming.Registry.Disconnect($"c{client}");
        Assert.Empty(_naming.Clients.All);
        for (var service = 0; service < 20; service++)
        {
            var entry = _naming.Services.Find(Key($"s{service}"));
            Assert.True(entry is null or { PublicationCount: 0, InstanceCount: 0, SubscriptionCount: 0 });
            Assert.Equal("", _naming.Served(Key($"s{service}")));
        }
    }

    [Fact]
    public void Subscriptions_ThatComeAndGo_ForgetTheServiceOnlyWhenNobodyIsLeft()
    {
        var key = Key("nobody");
        _naming.Connect("stays");
        OnThreads(Threads, thread =>
        {
            _naming.Connect($"c{thread}");
            for (var step = 0; step < 5_000; step++)
            {
                Assert.True(_naming.Registry.Subscribe($"c{thread}", key, Subscriber()).Ok);
                if (thread == 0 && step == 2_500) _naming.Registry.Subscribe("stays", key, Subscriber());
                Assert.NotNull(_naming.Registry.Find(key));
                _naming.Registry.Unsubscribe($"c{thread}", key);
            }
        });
        Assert.Equal("stays", Assert.Single(_naming.Services.Find(key)!.CopySubscriptions()).ClientId);
        _naming.Registry.Unsubscribe("stays", key);
        Assert.Null(_naming.Services.Find(key));
    }

    [Fact]
    public async Task Pushes_UnderLoad_EndWithTheLastState()
    {
        _naming.Connect("sub");
        var keys = Enumerable.Range(0, 8).Select(i => Key($"s{i}")).ToArray();
        foreach (var key in keys) _naming.Registry.Subscribe("sub", key, Subscriber());
        var told = new Dictionary<ServiceKey, ServiceSnapshot>();
        using var stop = new CancellationTokenSource();
        var engine = Task.Run(async () =>
        {
            try
            {
                while (true)
                {
                    foreach (var push in await _naming.Pushes.TakeAsync(stop.Token)) told[push.Snapshot.Key] = push.Snapshot;
                }
            }
            catch (OperationCanceledException)
            {
            }
        });
        OnThreads(Threads, thread =>
        {
            for (var step = 0; step < 3_000; step++)
            {
                _naming.Registry.Register(keys[step % keys.Length], At($"10.0.{thread}.1", 1 + (step / keys.Length)));
                if (step % 10 == 0) _naming.Advance(0.1);
            }
        });
        _naming.Advance(1);
        SpinWait.SpinUntil(() => keys.All(k => !_naming.Services.Find(k)!.Push.All), TimeSpan.FromSeconds(30));
        await stop.CancelAsync();
        await engine;
        foreach (var key in keys) Assert.Same(_naming.Registry.Find(key), told[key]);
    }

    private static void OnThreads(int count, Action<int> work)
    {
        using var start = new Barrier(count);
        var threads = Enumerable.Range(0, count).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                work(thread);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        Task.WaitAll(threads);
    }
}
