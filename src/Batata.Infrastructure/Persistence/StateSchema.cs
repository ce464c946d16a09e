using System.Globalization;
using Dapper;

namespace Batata.Infrastructure.Persistence;

/// <summary>
/// Recognises our files and brings them to the newest version that the cluster may have. SQLite's <c>user_version</c> says which scripts were run,
/// <c>schema_reader</c> how many a release must know to use the file. A runner of our own, since Evolve takes 60 to 80 ms of every start (docs/dependencies.md).
/// </summary>
internal sealed class StateSchema(IReadOnlyList<SchemaScript> scripts)
{
    /// <summary>"BATA": tells our files from other SQLite files.</summary>
    private const int ApplicationId = 0x42415441;

    /// <summary>Files up to this size are checked whole at start, in some 50 ms.</summary>
    private const long WholeCheckBytes = 64 * 1024 * 1024;

    public static StateSchema OfThisRelease { get; } = new(SchemaScript.OfThisRelease);

    public int NewestVersion => scripts.Count;

    /// <exception cref="StateDatabaseException">Not ours, newer than this program can use, or damaged.</exception>
    public void Check(StateSession session, string file)
    {
        var (application, version) = Read(session);
        if (application != ApplicationId && !(application == 0 && version == 0 && IsEmpty(session)))
            throw new StateDatabaseException($"{file} is not a state database of Batata.");
        if (version > NewestVersion && ReaderVersion(session, version) is var needed && needed > NewestVersion)
            throw new StateDatabaseException($"{file} was written by a newer Batata (schema {version}, for releases that know {needed}; this one knows {NewestVersion}). Start that version instead.");
        foreach (var part in PartsToCheck(session))
        {
            var verdict = session.Scalar($"PRAGMA quick_check({part})") as string;
            if (verdict != "ok") throw new StateDatabaseException($"{file} is damaged: {verdict}");
        }
    }

    public static int VersionOf(StateSession session) => Read(session).Version;

    /// <summary>Runs what is lacking. For a file that nobody uses yet.</summary>
    public void Migrate(StateSession session)
    {
        var level = LevelOf(session);
        for (var next = VersionOf(session) + 1; next <= NewestVersion && scripts[next - 1].Level <= level; next++)
        {
            // One transaction for a script and its number: a start that dies here begins this script again.
            session.Execute($"BEGIN IMMEDIATE; {TextOf(next)}; COMMIT");
        }
    }

    /// <summary>The cluster has reached a level: runs what waited for it, inside the transaction of the entry that says so, and so at the same place of the log on every node.</summary>
    public void MigrateWith(StateSession session, int level)
    {
        for (var next = VersionOf(session) + 1; next <= NewestVersion && scripts[next - 1].Level <= level; next++) session.Execute(TextOf(next));
    }

    private string TextOf(int version)
    {
        var script = scripts[version - 1];
        var readers = script.OnlyAdds ? "" : $"UPDATE schema_reader SET value = {version};";
        return $"{script.Sql};{readers} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {version}";
    }

    /// <returns>How many scripts a release must know to use the file.</returns>
    private static int ReaderVersion(StateSession session, int version) =>
        HasTable(session, "schema_reader") ? Convert.ToInt32(session.Scalar("SELECT value FROM schema_reader"), CultureInfo.InvariantCulture) : version;

    private static int LevelOf(StateSession session) =>
        HasTable(session, "feature_level") ? Convert.ToInt32(session.Scalar("SELECT value FROM feature_level"), CultureInfo.InvariantCulture) : 0;

    private static bool HasTable(StateSession session, string name) => session.Scalar($"SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '{name}'") is not null;

    /// <summary>The history grows for weeks and nothing is served from it: a start must not wait until gigabytes of it are read.</summary>
    private static List<string> PartsToCheck(StateSession session)
    {
        var bytes = Convert.ToInt64(session.Scalar("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"), CultureInfo.InvariantCulture);
        return bytes <= WholeCheckBytes
            ? ["1"]
            : [.. session.Connection.Query<string>("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'his_config_info'")];
    }

    private static bool IsEmpty(StateSession session) => session.Scalar("SELECT 1 FROM sqlite_schema LIMIT 1") is null;

    private static (int ApplicationId, int Version) Read(StateSession session) =>
        (Convert.ToInt32(session.Scalar("PRAGMA application_id"), CultureInfo.InvariantCulture),
         Convert.ToInt32(session.Scalar("PRAGMA user_version"), CultureInfo.InvariantCulture));
}

/// <summary>The file cannot be used. The message names it and says what a person can do.</summary>
public sealed class StateDatabaseException(string message, Exception? inner = null) : Exception(message, inner);
