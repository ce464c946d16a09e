using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Members;

namespace Batata.Infrastructure.Tests.Cluster.Members;

public sealed class MemberStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("batata-members-").FullName;
    private readonly Guid _self = Guid.NewGuid(), _other = Guid.NewGuid();

    private string File => Path.Combine(_folder, "members");

    [Fact]
    public async Task Store_KeepsWhatItKnows_OverARestart()
    {
        var told = new List<int>();
        using (var store = new MemberStore(File, _self))
        {
            Assert.Equal(-1, store.State.Version);
            store.ConfigurationChanged += (configuration, _) =>
            {
                told.Add(configuration.Members.Count);
                return ValueTask.CompletedTask;
            };
            await store.FoundAsync(Founding.ClusterOf([_self]), new MemberConfiguration([_self]), 0, default);
            await store.TakeAsync(new MemberConfiguration([_self, _other]), 12, default);
            Assert.False(await store.TakeAsync(new MemberConfiguration([_self]), 11, default)); // an older entry, read again after a restart
            await store.HearAsync(Guid.Empty, new Dictionary<Guid, KnownAddress> { [_other] = new(new MemberAddress("::1", 8848, 7000), "a name with spaces") }, default);
        }
        Assert.Equal([1, 2], told);

        using var again = new MemberStore(File, _self);
        Assert.Equal(12, again.State.Version);
        Assert.Equal(new[] { _self, _other }.Order(), again.Voters.Ids);
        Assert.Equal(new KnownAddress(new MemberAddress("::1", 8848, 7000), "a name with spaces"), again.Find(_other));
        Assert.Equal(Founding.ClusterOf([_self]), again.State.Cluster);
        Assert.False(again.WasRemoved);
        await again.TakeAsync(new MemberConfiguration([_other]), 20, default);
        Assert.True(again.WasRemoved);
    }

    [Fact]
    public async Task Store_ThatIsDamaged_IsRefusedWithItsName()
    {
        using (var store = new MemberStore(File, _self)) await store.FoundAsync(Guid.NewGuid(), new MemberConfiguration([_self]), 0, default);
        var text = await System.IO.File.ReadAllTextAsync(File);
        await System.IO.File.WriteAllTextAsync(File, text[..^10]);
        Assert.Contains(File, Assert.Throws<DataFolderException>(() => new MemberStore(File, _self)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Configuration_AsItIsInTheLog_IsReadAgain()
    {
        var id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
        var configuration = MemberConfiguration.Read(Convert.FromHexString("00112233445566778899AABBCCDDEEFF"));
        Assert.Equal([id], configuration.Ids);
        Assert.True(configuration.Members.Contains(new NodeEndPoint(id)));
        Assert.Equal(id, NodeEndPoint.IdOf(configuration.Members.Single()));
        Assert.Same(configuration, configuration.Add(new NodeEndPoint(id)));
        Assert.True(((MemberConfiguration)configuration.Remove(new NodeEndPoint(id))).IsEmpty);
        Assert.Throws<InvalidDataException>(() => MemberConfiguration.Read(new byte[15]));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
