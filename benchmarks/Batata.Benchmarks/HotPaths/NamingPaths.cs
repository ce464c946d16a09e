using System.Globalization;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Benchmarks.HotPaths;

/// <summary>10,000 services with ten instances each.</summary>
internal static class NamingPaths
{
    private const int Services = 10_000;
    private const int Instances = 10;

    /// <summary>What an instance list costs before its bytes: the snapshot of one service, and what a client of all clusters gets of it.</summary>
    public static HotPath Lookup()
    {
        var services = Filled();
        var directory = services.GetRequiredService<IServiceDirectory>();
        var wanted = Key(Services / 2);
        return new HotPath("naming-lookup", () => directory.Find(wanted), services.Dispose);
    }

    public static HotPath Select()
    {
        var services = Filled();
        var snapshot = services.GetRequiredService<IServiceDirectory>().Find(Key(Services / 2))!;
        return new HotPath("naming-select", () => snapshot.Select(new InstanceQuery("DEFAULT")), services.Dispose);
    }

    /// <summary>A connection registers again in one of many services, and nobody reads.</summary>
    public static HotPath Register()
    {
        var services = Filled();
        var naming = services.GetRequiredService<IConnectionNaming>();
        naming.Connect(new NamingConnection("c", "10.9.9.9", 5000, "GRPC", "app", "Nacos-Java-Client:v3.0.0"));
        var (turn, instance) = (0, At(77));
        ServiceKey[] keys = [.. Enumerable.Range(0, 20).Select(Key)];
        return new HotPath("naming-register", () => naming.Register("c", keys[turn++ % keys.Length], instance), services.Dispose);
    }

    /// <summary>An address beats and all is well.</summary>
    public static HotPath Beat()
    {
        var services = Filled();
        var naming = services.GetRequiredService<IAddressNaming>();
        var (key, address) = (Key(7), new InstanceAddress("10.0.0.7", 87, Instance.DefaultCluster));
        services.GetRequiredService<InstanceRegistry>().Register(key, At(7));
        return new HotPath("naming-beat", () => AtOnce(naming.BeatAsync(key, address, null, CancellationToken.None)), services.Dispose);
    }

    /// <summary>A change and the list that follows it: the snapshot is built anew.</summary>
    public static HotPath Rebuild()
    {
        var services = Filled();
        var (naming, directory, key, instance) = (services.GetRequiredService<IAddressNaming>(), services.GetRequiredService<IServiceDirectory>(), Key(7), At(7));
        return new HotPath(
            "naming-rebuild",
            () =>
            {
                AtOnce(naming.RegisterAsync(key, instance, CancellationToken.None));
                directory.Find(key);
            },
            services.Dispose);
    }

    /// <summary>The node that owns the instance waits for nothing.</summary>
    private static void AtOnce<T>(ValueTask<T> task)
    {
        if (!task.IsCompletedSuccessfully) throw new InvalidOperationException("It waits for something.");
    }

    internal static ServiceProvider Filled()
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddBatataNaming().BuildServiceProvider();
        var naming = services.GetRequiredService<InstanceRegistry>();
        for (var service = 0; service < Services; service++)
        {
            for (var instance = 0; instance < Instances; instance++) naming.Register(Key(service), At(instance));
        }
        return services;
    }

    internal static ServiceKey Key(int number) => new("public", ServiceKey.DefaultGroup, string.Create(CultureInfo.InvariantCulture, $"service-{number}"));

    private static Instance At(int number) => new()
    {
        Ip = string.Create(CultureInfo.InvariantCulture, $"10.0.0.{number}"),
        Port = 80 + number,
        Metadata = Metadata.Of(("preserved.register.source", "SPRING_CLOUD"), ("zone", "a")),
        IdKind = InstanceIdKind.Simple,
    };
}
