using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Feeds;
using static Batata.Infrastructure.Tests.Naming.RegistryFixture;

namespace Batata.Infrastructure.Tests.Naming;

public sealed class ReplicatedSwitchTests : IAsyncLifetime
{
    private NamingNode _node = null!;

    private SwitchDomain Switches => _node.Node.Get<ISwitches>().Current;

    public async Task InitializeAsync() => _node = await NamingNode.StartAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public async Task Set_IsInForceAtOnce_AndAfterARestart()
    {
        await _node.DoAsync(new SetSwitch("clientBeatInterval", "7000", Debug: false));
        await _node.DoAsync(new SetSwitch("pushVersion", "java:1.2.3", Debug: false));
        Assert.Equal((7000, "1.2.3"), (Switches.ClientBeatInterval, Switches.PushVersionOfJava));
        await _node.RestartAsync();
        Assert.Equal((7000, "1.2.3"), (Switches.ClientBeatInterval, Switches.PushVersionOfJava));
    }

    [Fact]
    public async Task Set_ForDebug_IsOfThisNodeAndLife()
    {
        await _node.DoAsync(new SetSwitch("lightBeatEnabled", "false", Debug: true));
        Assert.False(Switches.LightBeatEnabled);
        Assert.False(_node.Addresses.Beat(Key("s"), new InstanceAddress("10.0.0.1", 80, "DEFAULT"), null).Value.LightBeatEnabled);
        await _node.RestartAsync();
        Assert.True(Switches.LightBeatEnabled);
    }

    [Fact]
    public async Task Set_Illegal_IsRefusedAndChangesNothing()
    {
        Assert.Equal(NamingFailures.SwitchCode, (await _node.RefusedAsync(new SetSwitch("pushCacheMillis", "1", Debug: false))).Code);
        Assert.Equal(NamingFailures.SwitchCode, (await _node.RefusedAsync(new SetSwitch("pushCacheMillis", "1", Debug: true))).Code);
        await _node.DoAsync(new SetSwitch("unheard", "1", Debug: false));
        Assert.Equal(SwitchDomain.Default.ToJson(), Switches.ToJson());
    }

    [Fact]
    public async Task AnotherState_ReplacesAllThatIsReplicated_AndNothingElse()
    {
        var other = new InstanceAddress("10.0.0.2", 80, "DEFAULT");
        await _node.DoAsync(new RegisterPersistentInstance(Key("both"), At("10.0.0.1")));
        await _node.DoAsync(new CreateService(Key("old"), ServiceKind.Persistent, 0, ServiceSelector.None, Metadata.Empty));
        await _node.DoAsync(new SetSwitch("clientBeatInterval", "7000", Debug: false));
        var snapshot = Path.Combine(Path.GetDirectoryName(_node.Node.Database.FileName)!, "copy.db");
        _node.Node.Database.BackupTo(snapshot);

        await _node.DoAsync(new RegisterPersistentInstance(Key("both"), At("10.0.0.2")));
        await _node.DoAsync(new PatchInstance(Key("both"), other, 9, null, null));
        await _node.DoAsync(new RegisterPersistentInstance(Key("new"), At("10.0.0.3")));
        await _node.DoAsync(new RemoveService(Key("old")));
        await _node.DoAsync(new CreateService(Key("made"), ServiceKind.Persistent, 0, ServiceSelector.None, Metadata.Empty));
        await _node.DoAsync(new SetSwitch("clientBeatInterval", "9000", Debug: false));
        _node.Addresses.Register(Key("eph"), At("10.0.0.9"));

        _node.Node.Database.ReplaceWith(snapshot);
        _node.Node.Get<ChangeHub>().ResetAll();
        Assert.Equal("10.0.0.1:80", _node.Served(Key("both")));
        Assert.Equal("", _node.Served(Key("new")));
        Assert.NotNull(_node.Directory.Find(Key("old"))!.Metadata);
        Assert.Null(_node.Directory.Find(Key("made"))?.Metadata);
        Assert.Equal(7000, Switches.ClientBeatInterval);
        Assert.Equal("10.0.0.9:80", _node.Served(Key("eph")));
        Assert.Equal(0, _node.Node.Get<Infrastructure.Naming.ServiceTable>().Find(Key("both"))!.Overrides.Count);
    }
}
