using Batata.Domain.Naming;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

/// <summary>What the hot paths may allocate. Times are measured in benchmarks/.</summary>
public sealed class RegistryCostTests : IDisposable
{
    private readonly RegistryFixture _naming = new();

    public void Dispose() => _naming.Dispose();

    [Fact]
    public void Find_AllocatesNothing()
    {
        for (var i = 0; i < 20; i++) _naming.Registry.Register(Key("orders"), At($"10.0.0.{i}"));
        var key = Key("orders");
        Assert.Equal(0, Allocated(() => _ = _naming.Registry.Find(key)));
    }

    [Fact]
    public void Select_OfAll_AllocatesNothing()
    {
        for (var i = 0; i < 20; i++) _naming.Registry.Register(Key("orders"), At($"10.0.0.{i}"));
        var snapshot = _naming.Registry.Find(Key("orders"))!;
        Assert.Equal(0, Allocated(() => _ = snapshot.Select(new InstanceQuery(""))));
    }

    [Fact]
    public void Attach_GivesTheSameObjectForTheLifeOfASnapshot()
    {
        _naming.Registry.Register(Key("orders"), At("10.0.0.1"));
        var snapshot = _naming.Registry.Find(Key("orders"))!;
        var bytes = snapshot.Attach(static _ => new byte[3]);
        var text = snapshot.Attach(static s => s.Key.Name);
        Assert.Same(bytes, snapshot.Attach(static _ => new byte[9]));
        Assert.Same(text, snapshot.Attach(static _ => "other"));
        _naming.Registry.Register(Key("orders"), At("10.0.0.2"));
        Assert.NotSame(bytes, _naming.Registry.Find(Key("orders"))!.Attach(static _ => new byte[3]));
    }

    [Fact]
    public void EqualMetadataAndAddresses_AreStoredOnce()
    {
        _naming.Connect("c");
        for (var i = 0; i < 2; i++) _naming.Registry.Register("c", Key($"s{i}"), At(new string("10.0.0.1"), 80, ("zone", "a")));
        var (one, two) = (_naming.Registry.Find(Key("s0"))!.Instances[0], _naming.Registry.Find(Key("s1"))!.Instances[0]);
        Assert.Same(one.Metadata, two.Metadata);
        Assert.Same(one.Ip, two.Ip);
    }

    private static long Allocated(Action action)
    {
        for (var i = 0; i < 100; i++) action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
