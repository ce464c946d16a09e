using Batata.Application.Naming;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class ServiceChangesTests : IDisposable
{
    private readonly RegistryFixture _naming = new();

    public void Dispose() => _naming.Dispose();

    [Fact]
    public async Task Read_MergesAndTellsWhenPresenceMayHaveChanged()
    {
        _naming.Connect("c");
        using var reader = _naming.Changes.Open("test", presenceOnly: false);
        _naming.Registry.Register("c", Key("one"), At("10.0.0.1"));
        _naming.Registry.Register("c", Key("one"), At("10.0.0.2"));
        Assert.Equal(new ServiceChange(Key("one"), PresenceChanged: true), Assert.Single(await ReadAsync(reader)));
        _naming.Registry.Register("c", Key("one"), At("10.0.0.3"));
        Assert.Equal(new ServiceChange(Key("one"), PresenceChanged: false), Assert.Single(await ReadAsync(reader)));
        _naming.Registry.Register("c", Key("two"), At("10.0.0.3"));
        _naming.Registry.Disconnect("c");
        Assert.All(await ReadAsync(reader), change => Assert.True(change.PresenceChanged));
    }

    [Fact]
    public async Task PresenceOnly_PassesOverRegistrationsBesideOthers()
    {
        _naming.Connect("c");
        using var reader = _naming.Changes.Open("test", presenceOnly: true);
        _naming.Registry.Register("c", Key("one"), At("10.0.0.1"));
        Assert.Equal(Key("one"), Assert.Single(await ReadAsync(reader)).Service);
        var read = reader.ReadAsync(CancellationToken.None).AsTask();
        _naming.Registry.Register("c", Key("one"), At("10.0.0.2"));
        Assert.False(read.IsCompleted);
        _naming.Registry.Register("c", Key("two"), At("10.0.0.1"));
        Assert.Equal(new ServiceChange(Key("two"), PresenceChanged: true), Assert.Single(await read));
    }

    [Fact]
    public async Task Subscription_IsNoChange()
    {
        _naming.Connect("c");
        using var reader = _naming.Changes.Open("test", presenceOnly: false);
        _naming.Registry.Subscribe("c", Key("one"), Subscriber());
        var read = reader.ReadAsync(CancellationToken.None).AsTask();
        Assert.False(read.IsCompleted);
        _naming.Registry.Register("c", Key("two"), At("10.0.0.1"));
        Assert.Equal(Key("two"), Assert.Single(await read).Service);
    }

    [Fact]
    public async Task Readers_HaveEachTheirOwn_UntilTheyAreDisposed()
    {
        _naming.Connect("c");
        using var first = _naming.Changes.Open("first", presenceOnly: false);
        var second = _naming.Changes.Open("second", presenceOnly: false);
        _naming.Registry.Register("c", Key("one"), At("10.0.0.1"));
        Assert.Single(await ReadAsync(first));
        Assert.Single(await ReadAsync(second));
        second.Dispose();
        _naming.Registry.Register("c", Key("one"), At("10.0.0.2"));
        Assert.Single(await ReadAsync(first));
    }

    private static Task<IReadOnlyList<ServiceChange>> ReadAsync(IServiceChangeReader reader) =>
        reader.ReadAsync(CancellationToken.None).AsTask().WaitAsync(TimeSpan.FromSeconds(30));
}
