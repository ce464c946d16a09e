using System.Text;
using Batata.Domain.Configs;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Configs;
using Batata.Infrastructure.Persistence.Configs.Seals;
using Microsoft.Data.Sqlite;

namespace Batata.Infrastructure.Checking;

/// <summary>Reads the whole state: every page and index, then every content, whose md5 must be the stored one.</summary>
internal sealed class StateCheck(string file, ContentKeys keys, CheckNotes notes)
{
    private const int MaxDamagedPages = 20;

    public bool IsMissing { get; private set; }

    public long AppliedIndex { get; private set; }

    public long Contents { get; private set; }

    public void Run(CancellationToken cancellationToken)
    {
        if (IsMissing = !File.Exists(file)) return;
        notes.Begin("state, pages");
        try
        {
            using var session = StateSession.OpenUntouched(file);
            using var interrupt = cancellationToken.Register(() => SQLitePCL.raw.sqlite3_interrupt(session.Connection.Handle));
            StateSchema.OfThisRelease.Check(session, file);
            if (!CheckPages(session)) return;
            AppliedIndex = Convert.ToInt64(session.Scalar("SELECT value FROM applied_index"), System.Globalization.CultureInfo.InvariantCulture);
            CheckRows(session, cancellationToken);
        }
        catch (StateDatabaseException e)
        {
            notes.Problem(e.Message);
        }
        catch (SqliteException e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            notes.Problem($"{file} cannot be read: {e.Message}");
        }
    }

    private bool CheckPages(StateSession session)
    {
        var whole = true;
        using var row = session.Prepare(new Sql($"PRAGMA integrity_check({MaxDamagedPages})"));
        while (row.Step())
        {
            if (row.Text(0) is not "ok" and var what) (whole, _) = (false, Report(what));
        }
        return whole;

        bool Report(string what)
        {
            notes.Problem($"{file} is damaged: {what}");
            return true;
        }
    }

    private void CheckRows(StateSession session, CancellationToken cancellationToken)
    {
        var lacking = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in Enum.GetValues<ConfigTable>())
        {
            var name = SealQueries.NameOf(table);
            notes.Begin($"state, {name}");
            using var row = session.Prepare(new Sql($"SELECT {SealQueries.IdOf(table)}, tenant_id, group_id, data_id, md5, encrypted_data_key, content FROM {name}"));
            for (var done = 0L; row.Step(); notes.Passed($"state, {name}", ++done))
            {
                cancellationToken.ThrowIfCancellationRequested();
                CheckContent(row, name, lacking);
            }
        }
        foreach (var (keyId, count) in lacking) notes.Notes.Add($"{count} contents are encrypted with the key {keyId}, which is not given: their md5 was not compared.");
        if (StateSchema.VersionOf(session) < StateSchema.OfThisRelease.NewestVersion)
        {
            notes.Notes.Add($"{file} was written by an older release; the next start brings it up to date.");
            return;
        }
        if (session.Scalar(CapacityRepository.WrongCounts) is > 0L) notes.Notes.Add("Counts of configs are wrong; a running node corrects them by itself.");
        if (session.Scalar("SELECT count(*) FROM config_tags_relation WHERE id NOT IN (SELECT id FROM config_info)") is > 0L)
            notes.Problem($"{file}: there are tags of configs that are not there.");
    }

    private void CheckContent(Statement row, string table, SortedDictionary<string, long> lacking)
    {
        var key = new ConfigKey(row.Text(1), row.Text(2), row.Text(3));
        var content = row.Utf8(6);
        var sealedWith = SealedText.Covers(key.DataId) && row.Text(5).Length == 0 ? SealedText.KeyIdOf(row.Text(6)) : null;
        if (sealedWith is not null)
        {
            if (keys.Find(sealedWith) is not { } found)
            {
                lacking[sealedWith] = lacking.GetValueOrDefault(sealedWith) + 1;
                return;
            }
            try
            {
                content = Encoding.UTF8.GetBytes(SealedText.Open(found, key, row.Text(6)));
            }
            catch (InvalidDataException e)
            {
                notes.Problem($"{file}: {table} {row.Int64(0)}: {e.Message}");
                return;
            }
        }
        Contents++;
        if (ConfigContent.Md5Of(content) != row.Text(4)) notes.Problem($"{file}: {table} {row.Int64(0)} ({key}): the content has not the md5 that is stored with it.");
    }
}
