using System.Text.RegularExpressions;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Tests.Cluster.Members;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Infrastructure.Tests.Persistence;

/// <summary>What of the schema is brought up to date when: docs/adr/0014-schema-and-releases.md.</summary>
public sealed partial class SchemaTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FileName => _folder.File("state.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void File_ThatALaterReleaseOnlyAddedTo_IsUsedByAnEarlierOne_AndLeftAsItIs()
    {
        using (var later = Open(Releases.LaterSchema)) Assert.Equal(SchemaScript.OfThisRelease.Count + 1, StateSchema.VersionOf(later.Writer));
        using (var earlier = Open())
        {
            earlier.Begin();
            earlier.Commit(7);
            Assert.Equal(SchemaScript.OfThisRelease.Count + 1, StateSchema.VersionOf(earlier.Writer));
        }
        using var again = Open(Releases.LaterSchema);
        Assert.Equal(7, again.AppliedIndex);
    }

    [Fact]
    public void Script_OfALevel_IsRunWithTheEntryThatReachesIt_OrNotAtAll()
    {
        using (var later = Open(Releases.LaterSchema))
        {
            later.Begin();
            Reach(later, 1);
            later.Rollback();
            Assert.Equal(SchemaScript.OfThisRelease.Count + 1, StateSchema.VersionOf(later.Writer));
            later.Begin();
            Reach(later, 1);
            later.Commit(9);
            Assert.Equal(Releases.LaterSchema.NewestVersion, StateSchema.VersionOf(later.Writer));
        }
        var refused = Assert.Throws<StateDatabaseException>(() => Open());
        Assert.Contains("newer Batata", refused.Message, StringComparison.Ordinal);
        using var again = Open(Releases.LaterSchema);
        Assert.Equal(9, again.AppliedIndex);
    }

    [Fact]
    public void Script_ThatSaysNoLevel_OnlyAdds()
    {
        var first = SchemaScript.OfThisRelease.ToList().FindIndex(static script => script.Sql.Contains("CREATE TABLE schema_reader", StringComparison.Ordinal));
        foreach (var script in SchemaScript.OfThisRelease.Skip(first).Where(static script => script.OnlyAdds)) Assert.Empty(Beyond(script.Sql));
    }

    [Theory]
    [InlineData("CREATE TABLE a (x); INSERT INTO a (x) VALUES (1); CREATE UNIQUE INDEX b ON a (x); CREATE VIRTUAL TABLE c USING fts5(x)", 0)]
    [InlineData("-- DROP TABLE a;\nALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 0", 0)]
    [InlineData("ALTER TABLE a ADD COLUMN y INTEGER NOT NULL", 1)]
    [InlineData("ALTER TABLE a RENAME TO b; DROP TABLE c; UPDATE d SET x = 1; DELETE FROM e; INSERT INTO f VALUES (1)", 5)]
    public void Beyond_FindsWhatDoesMoreThanAdd(string script, int expected) => Assert.Equal(expected, Beyond(script).Count);

    /// <returns>Statements that a release which does not know them might not live with.</returns>
    private static List<string> Beyond(string script)
    {
        var text = Comment().Replace(script, "");
        var made = Made().Matches(text).Select(static match => match.Groups[1].Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. InTrigger().Replace(text, "").Split(';').Select(static one => one.Trim()).Where(one => one.Length > 0 && !Adds(one, made))];
    }

    private static bool Adds(string statement, HashSet<string> made) =>
        Creates().IsMatch(statement)
        || (AddsColumn().IsMatch(statement) && (!statement.Contains("NOT NULL", StringComparison.OrdinalIgnoreCase) || statement.Contains("DEFAULT", StringComparison.OrdinalIgnoreCase)))
        || (Inserts().Match(statement) is { Success: true } insert && made.Contains(insert.Groups[1].Value));

    private static void Reach(StateDatabase database, int level)
    {
        database.Writer.Execute($"UPDATE feature_level SET value = {level}");
        Releases.LaterSchema.MigrateWith(database.Writer, level);
    }

    private StateDatabase Open(StateSchema? schema = null) => StateDatabase.Open(FileName, NullLogger.Instance, schema);

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"CREATE (?:VIRTUAL )?TABLE (\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Made();

    [GeneratedRegex(@"CREATE TRIGGER[^;]*?BEGIN.*?END", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex InTrigger();

    [GeneratedRegex(@"^CREATE (UNIQUE )?(VIRTUAL TABLE|TABLE|INDEX|VIEW)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Creates();

    [GeneratedRegex(@"^ALTER TABLE \w+ ADD( COLUMN)? ", RegexOptions.IgnoreCase)]
    private static partial Regex AddsColumn();

    [GeneratedRegex(@"^INSERT INTO (\w+)", RegexOptions.IgnoreCase)]
    private static partial Regex Inserts();
}
