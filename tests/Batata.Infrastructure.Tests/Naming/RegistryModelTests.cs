using Batata.Domain.Naming;
using FsCheck.Xunit;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

/// <summary>Any sequence of calls gives what a plain dictionary of registrations gives.</summary>
public sealed class RegistryModelTests
{
    private static readonly ServiceKey[] Keys = [Key("s0"), Key("s1"), Key("s2")];

    [Property(MaxTest = 400)]
    public void AnySequence_GivesWhatTheModelGives((byte Call, byte Client, byte Service, byte Port)[] calls)
    {
        using var naming = new RegistryFixture();
        var model = new Model();
        foreach (var (call, clientNumber, serviceNumber, port) in calls)
        {
            var client = $"c{clientNumber % 3}";
            var key = Keys[serviceNumber % Keys.Length];
            var address = $"10.0.0.{clientNumber % 3}";
            var number = 1 + (port % 4);
            switch (call % 9)
            {
                case 0:
                    naming.Connect(client);
                    model.Clients.Add(client);
                    model.Published.RemoveAll(p => p.Client == client);
                    break;
                case 1:
                    naming.Registry.Disconnect(client);
                    model.Clients.Remove(client);
                    model.Published.RemoveAll(p => p.Client == client);
                    break;
                case 2:
                    var registered = naming.Registry.Register(client, key, At(address, number));
                    Assert.Equal(model.Clients.Contains(client) && model.Publish(client, key, ServiceKind.Ephemeral, [(address, number)]), registered.Ok);
                    break;
                case 3:
                    var batch = Enumerable.Range(1, port % 4).ToArray();
                    var batched = naming.Registry.RegisterBatch(client, key, [.. batch.Select(n => At(address, n))]);
                    Assert.Equal(model.Clients.Contains(client) && model.Publish(client, key, ServiceKind.Ephemeral, [.. batch.Select(n => (address, n))]), batched.Ok);
                    break;
                case 4:
                    naming.Registry.Deregister(client, key);
                    if (model.Clients.Contains(client)) model.Published.RemoveAll(p => p.Client == client && p.Service == key);
                    break;
                case 5:
                    Assert.Equal(model.Publish($"{address}:{number}#true", key, ServiceKind.Ephemeral, [(address, number)]), naming.Registry.Register(key, At(address, number)).Ok);
                    break;
                case 6:
                    naming.Registry.Deregister(key, address, number);
                    model.Published.RemoveAll(p => p.Client == $"{address}:{number}#true" && p.Service == key);
                    break;
                case 7:
                    var known = model.Published.Exists(p => p.Client == $"{address}:{number}#true" && p.Service == key);
                    Assert.Equal(known, naming.Registry.Beat(key, new InstanceAddress(address, number, "DEFAULT"), null).Value.Known);
                    break;
                default:
                    naming.Advance(1);
                    break;
            }
            foreach (var service in Keys) Assert.Equal(model.Served(service), naming.Served(service));
        }
        Assert.Equal(model.Kinds.Keys.Order(ByName), naming.Services.In("public").Select(e => e.Key));
    }

    private static readonly Comparer<ServiceKey> ByName = Comparer<ServiceKey>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name));

    private sealed class Model
    {
        public HashSet<string> Clients { get; } = [];

        public Dictionary<ServiceKey, ServiceKind> Kinds { get; } = [];

        public List<(string Client, ServiceKey Service, (string Ip, int Port)[] Instances)> Published { get; } = [];

        public bool Publish(string client, ServiceKey service, ServiceKind kind, (string Ip, int Port)[] instances)
        {
            if (Kinds.TryGetValue(service, out var holds) && holds != kind) return false;
            Kinds[service] = kind;
            Published.RemoveAll(p => p.Client == client && p.Service == service);
            Published.Add((client, service, instances));
            return true;
        }

        public string Served(ServiceKey service) => string.Join(
            ' ', Published.Where(p => p.Service == service).SelectMany(p => p.Instances).Distinct().Select(i => $"{i.Ip}:{i.Port}").Order(StringComparer.Ordinal));
    }
}
