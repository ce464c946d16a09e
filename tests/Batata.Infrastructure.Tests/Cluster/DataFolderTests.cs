using System.Globalization;
using Batata.Domain.Configs;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Tests.Persistence;

namespace Batata.Infrastructure.Tests.Cluster;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("some/new/data");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_OnAHeldFolder_NamesTheFolderAndTheHolder()
    {
        await using (await TestNode.StartAsync(Data))
        {
            var refused = await Assert.ThrowsAsync<DataFolderException>(() => TestNode.StartAsync(Data));
            Assert.Contains(Data, refused.Message, StringComparison.Ordinal);
            Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refused.Message, StringComparison.Ordinal);
        }
        await using var next = await TestNode.StartAsync(Data);
        Assert.True((await next.PublishAsync("a", "b")).Ok);
    }

    [Fact]
    public async Task Start_ThatWasRefused_FailsFirstReady()
    {
        await using var first = await TestNode.StartAsync(Data);
        await using var second = TestNode.Create(Data);
        await Assert.ThrowsAsync<DataFolderException>(second.StartAsync);
        await Assert.ThrowsAsync<DataFolderException>(() => second.State.FirstReady);
        Assert.NotNull(second.State.NotReadyReason);
    }

    [Theory]
    [InlineData("batata data format 2\n", "newer")]
    [InlineData("batata data format \n", "damaged")]
    [InlineData("", "damaged")]
    [InlineData("something else", "damaged")]
    public async Task Start_OnAnotherFormat_RefusesAndNamesTheFile(string text, string why)
    {
        await FillAsync(3);
        var file = Path.Combine(Data, "format");
        File.WriteAllText(file, text);
        await AssertRefusedAsync(file, why);
    }

    [Fact]
    public async Task Start_OnDataWithoutFormat_RefusesAndNamesTheFile()
    {
        await FillAsync(3);
        var file = Path.Combine(Data, "format");
        File.Delete(file);
        await AssertRefusedAsync(file, "missing");
    }

    [Fact]
    public async Task Start_WhereAFileStands_RefusesAndNamesIt()
    {
        var file = _folder.File("file");
        File.WriteAllText(file, "");
        var refused = await Assert.ThrowsAsync<DataFolderException>(() => TestNode.StartAsync(file));
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("log/checkpoint", 10)]
    [InlineData("log/checkpoint", 8)]
    [InlineData("log/state", 4)]
    public async Task Start_OnACutFileOfTheLog_RefusesAndNamesIt(string name, int bytes)
    {
        await FillAsync(3);
        var file = Path.Combine(Data, name);
        using (var stream = File.Open(file, FileMode.Open)) stream.SetLength(bytes);
        await AssertRefusedAsync(file, "damaged");
    }

    [Theory]
    [InlineData("log/checkpoint")]
    [InlineData("log")]
    public async Task Start_WithoutItsLog_DoesNotBeginAnew(string name)
    {
        await FillAsync(3);
        var path = Path.Combine(Data, name);
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        else File.Delete(path);
        await AssertRefusedAsync(Path.Combine(Data, "log"), "lost");
    }

    [Theory]
    [InlineData("log/data/0", 30)]
    [InlineData("log/metadata/0", 64 + 3)]
    public async Task Start_OnAChangedByteInTheLog_RefusesAndNamesIt(string name, int at)
    {
        await FillAsync(3);
        using (var stream = File.Open(Path.Combine(Data, name), FileMode.Open))
        {
            stream.Position = at;
            var value = stream.ReadByte();
            stream.Position = at;
            stream.WriteByte((byte)(value ^ 1));
        }
        await AssertRefusedAsync(Path.Combine(Data, "log"), "damaged");
    }

    [Fact]
    public async Task Start_WithoutAPageOfTheLog_RefusesAndNamesTheLog()
    {
        await FillAsync(100);
        File.Delete(Path.Combine(Data, "log", "metadata", "1"));
        await AssertRefusedAsync(Path.Combine(Data, "log"), "damaged");
    }

    [Fact]
    public async Task Start_OnADamagedState_RefusesAndNamesTheFile()
    {
        await FillAsync(3);
        var file = Path.Combine(Data, "state", "batata.db");
        using (var stream = File.Open(file, FileMode.Open)) stream.Write(new byte[100]);
        var refused = await Assert.ThrowsAsync<StateDatabaseException>(() => TestNode.StartAsync(Data));
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithATailThatWasNeverSynced_GoesOnBeforeIt()
    {
        // What a power cut may leave of entries that nobody was told of: pages that reached the disk, and a checkpoint that did not.
        await FillAsync(10);
        var (checkpoint, state) = (Path.Combine(Data, "log", "checkpoint"), Path.Combine(Data, "state", "batata.db"));
        File.Copy(checkpoint, _folder.File("checkpoint"));
        File.Copy(state, _folder.File("batata.db"));
        await FillAsync(20);
        File.Copy(_folder.File("checkpoint"), checkpoint, overwrite: true);
        File.Copy(_folder.File("batata.db"), state, overwrite: true);
        await using (var node = await TestNode.StartAsync(Data))
        {
            Assert.Equal(10, node.Served.Count);
            Assert.True((await node.PublishAsync("other", "v")).Ok);
        }
        await using var again = await TestNode.StartAsync(Data);
        Assert.Equal(11, again.Served.Count);
        Assert.Equal(ConfigContent.Of("v").Md5, again.Md5Of("other"));
    }

    private async Task AssertRefusedAsync(string path, string why)
    {
        var refused = await Assert.ThrowsAsync<DataFolderException>(() => TestNode.StartAsync(Data));
        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
    }

    private async Task FillAsync(int count)
    {
        await using var node = await TestNode.StartAsync(Data);
        for (var i = node.Served.Count; i < count; i++) Assert.True((await node.PublishAsync($"k{i}", $"v{i}")).Ok);
    }
}
