using System.Globalization;
using Dapper;

namespace Batata.Infrastructure.Persistence;

/// <summary>
/// Recognises our files and brings them to the newest version. Scripts are <c>Migrations/sqlite/V{n}__*.sql</c>, numbered without gaps;
/// <c>user_version</c> says which were run. A runner of our own, since Evolve takes 60 to 80 ms of every start (docs/dependencies.md).
/// </summary>
internal static class StateSchema
{
    /// <summary>"BATA": tells our files from other SQLite files.</summary>
    private const int ApplicationId = 0x42415441;

    /// <summary>Files up to this size are checked whole at start, in some 50 ms.</summary>
    private const long WholeCheckBytes = 64 * 1024 * 1024;

    private static readonly string[] Scripts = FindScripts();

    public static int NewestVersion => Scripts.Length;

    /// <exception cref="StateDatabaseException">Not ours, newer than this program, or damaged.</exception>
    public static void Check(StateSession session, string file)
    {
        var (application, version) = Read(session);
        if (application != ApplicationId && !(application == 0 && version == 0 && IsEmpty(session)))
            throw new StateDatabaseException($"{file} is not a state database of Batata.");
        if (version > NewestVersion)
            throw new StateDatabaseException($"{file} was written by a newer Batata (schema {version}, this one knows {NewestVersion}). Start that version instead.");
        foreach (var part in PartsToCheck(session))
        {
            var verdict = session.Scalar($"PRAGMA quick_check({part})") as string;
            if (verdict != "ok") throw new StateDatabaseException($"{file} is damaged: {verdict}");
        }
    }

    public static int VersionOf(StateSession session) => Read(session).Version;

    public static void Migrate(StateSession session)
    {
        var version = Read(session).Version;
        for (var next = version + 1; next <= NewestVersion; next++)
        {
            // One transaction for a script and its number: a start that dies here begins this script again.
            session.Execute($"BEGIN IMMEDIATE; {Load(Scripts[next - 1])} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {next}; COMMIT");
        }
    }

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

    private static string Load(string resource)
    {
        using var reader = new StreamReader(typeof(StateSchema).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }

    private static string[] FindScripts()
    {
        const string marker = ".Migrations.sqlite.V";
        var found = new SortedDictionary<int, string>();
        foreach (var name in typeof(StateSchema).Assembly.GetManifestResourceNames())
        {
            var at = name.IndexOf(marker, StringComparison.Ordinal);
            if (at < 0) continue;
            var digits = name.AsSpan(at + marker.Length);
            found.Add(int.Parse(digits[..digits.IndexOf("__")], CultureInfo.InvariantCulture), name);
        }
        if (found.Count == 0 || found.Keys.Last() != found.Count) throw new InvalidOperationException("The migration scripts are not numbered 1, 2, 3…");
        return [.. found.Values];
    }
}

/// <summary>The file cannot be used. The message names it and says what a person can do.</summary>
public sealed class StateDatabaseException(string message, Exception? inner = null) : Exception(message, inner);
