using Batata.Infrastructure.Persistence;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Infrastructure.Tests.Persistence;

/// <summary>Files that are damaged or somebody else's.</summary>
public sealed class StateRefusedTests : StateFileTests
{
    [Fact]
    public void Open_OverwrittenPages_IsRefusedByName()
    {
        using (var database = Open())
        {
            for (var index = 1; index <= 300; index++) Apply(database, index, $"row{index}-{new string('x', 100)}");
        }
        using (var file = File.OpenWrite(StateFile))
        {
            file.Position = 4096 * 3;
            file.Write(new byte[(int)file.Length - (4096 * 4)]);
        }
        AssertRefused(StateFile);
    }

    [Fact]
    public void Open_FileThatIsCutShort_IsRefusedByName()
    {
        using (var database = Open())
        {
            for (var index = 1; index <= 300; index++) Apply(database, index, $"row{index}-{new string('x', 100)}");
        }
        using (var file = File.OpenWrite(StateFile)) file.SetLength(file.Length - (4096 * 3));
        AssertRefused(StateFile);
    }

    [Fact]
    public void Open_TextFile_IsRefusedByName()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(StateFile)!);
        File.WriteAllText(StateFile, new string('x', 5000));
        AssertRefused(StateFile);
    }

    [Theory]
    [InlineData("PRAGMA user_version = 1000; UPDATE schema_reader SET value = 1000", "newer")]
    [InlineData("PRAGMA application_id = 7", "not a state database")]
    public void Open_FileOfSomebodyElse_IsRefusedAndUnchanged(string change, string expected)
    {
        using (var database = Open()) database.Writer.Execute(change);
        var before = File.ReadAllBytes(StateFile);
        Assert.Contains(expected, AssertRefused(StateFile), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(StateFile));
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefusedAndUnchanged()
    {
        var file = Folder.File("other.db");
        using (var other = StateSession.Open(file, SqliteOpenMode.ReadWriteCreate)) other.Execute("CREATE TABLE their_own (x)");
        var before = File.ReadAllBytes(file);
        var refused = Assert.Throws<StateDatabaseException>(() => StateDatabase.Open(file, NullLogger.Instance));
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(file));
        Assert.False(File.Exists(file + "-wal"));
    }


    private static string AssertRefused(string file)
    {
        var refused = Assert.Throws<StateDatabaseException>(() => StateDatabase.Open(file, NullLogger.Instance));
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        return refused.Message;
    }
}
