using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming;
using Batata.Infrastructure.Naming.Sync;
using Microsoft.Extensions.Time.Testing;

namespace Batata.Infrastructure.Tests.Naming;

/// <summary>A registry of its own with a clock that the test moves.</summary>
internal sealed class RegistryFixture : IDisposable
{
    public RegistryFixture(NamingOptions? options = null, string node = "node1", long life = 1)
    {
        Options = options ?? new NamingOptions();
        var wrapped = Microsoft.Extensions.Options.Options.Create(Options);
        RegistryClock = new RegistryClock(Clock);
        var incarnation = new NodeIncarnation(node, life);
        Owner = new LocalOwner(() => incarnation);
        Pushes = new PushSchedule(RegistryClock, Switches, wrapped);
        Core = new RegistryCore(Services, Clients, Owner, RegistryClock, Journal, Changes, Pushes, wrapped);
        Registry = new InstanceRegistry(Core, Switches);
    }

    public NamingOptions Options { get; }

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public RegistryClock RegistryClock { get; }

    public LocalOwner Owner { get; }

    public SwitchStore Switches { get; } = new();

    public ServiceTable Services { get; } = new();

    public ClientTable Clients { get; } = new();

    public RegistryJournal Journal { get; } = new();

    public ServiceChangeReaders Changes { get; } = new();

    public PushSchedule Pushes { get; }

    public RegistryCore Core { get; }

    public InstanceRegistry Registry { get; }

    public static ServiceKey Key(string name, string group = "DEFAULT_GROUP", string namespaceId = "public") => new(namespaceId, group, name);

    public static Instance At(string ip, int port = 80, params (string, string?)[] metadata) => new() { Ip = ip, Port = port, Metadata = Metadata.Of(metadata) };

    public static Subscriber Subscriber(string ip = "9.9.9.9", int port = 0, string? clusters = "") => new($"{ip}:{port}", "agent", "app", ip, port, clusters);

    public void Connect(string id, object? attachment = null) => Registry.Connect(new NamingConnection(id, "10.9.9.9", 5000, "GRPC", "app", "Nacos-Java-Client:v3.0.0"), attachment);

    /// <summary><c>ip:port</c> of what is served, sorted; a <c>!</c> behind unhealthy ones.</summary>
    public string Served(ServiceKey key) => string.Join(
        ' ', (Registry.Find(key)?.Instances ?? []).Select(i => $"{i.Ip}:{i.Port}{(i.Healthy ? "" : "!")}").Order(StringComparer.Ordinal));

    public void Advance(double seconds) => Clock.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose() => Pushes.Dispose();
}
