using Batata.Domain.Configs;

namespace Batata.Infrastructure.Persistence.Configs.Seals;

/// <summary>Changes of seals on the writing session of the state, and which keys there are.</summary>
internal sealed class ConfigSealRepository(StateDatabaseHolder state) : IConfigSealRepository
{
    private static readonly Sql[] Replace = [.. Enum.GetValues<ConfigTable>().Select(static table => new Sql(
        $"UPDATE {SealQueries.NameOf(table)} SET content = ?2 WHERE {SealQueries.IdOf(table)} = ?1 AND md5 = ?3 AND {SealedText.CoversSql}"))];

    private static readonly Sql[] FindUse = [.. Enum.GetValues<ConfigTable>().Select(static table => new Sql(
        $"SELECT 1 FROM {SealQueries.NameOf(table)} WHERE {SealedText.CoversSql} AND substr(content, 1, length(?1)) = ?1 LIMIT 1"))];

    private static readonly Sql Remember = new("INSERT INTO config_seal_key (key_id) VALUES (?) ON CONFLICT DO NOTHING");
    private static readonly Sql Forget = new("DELETE FROM config_seal_key WHERE key_id = ?");

    /// <summary>Notes which key a content needs. Cheap for all that is not sealed.</summary>
    public static void NoteKey(StateSession session, in ConfigKey key, ConfigContent content)
    {
        if (!SealedText.Covers(key.DataId) || content.EncryptedDataKey.Length > 0 || SealedText.KeyIdOf(content.Text) is not { } keyId) return;
        session.Prepare(Remember).Bind(1, keyId).Run();
    }

    public ValueTask<int> ReplaceAsync(IReadOnlyList<ResealedContent> contents, CancellationToken cancellationToken)
    {
        var session = state.Database.Writer;
        var written = 0;
        foreach (var content in contents)
        {
            if (session.Prepare(Replace[(int)content.Table]).Bind(1, content.Id).Bind(2, content.Text).Bind(3, content.Md5).Run() == 0) continue;
            written++;
            if (SealedText.KeyIdOf(content.Text) is { } keyId) session.Prepare(Remember).Bind(1, keyId).Run();
        }
        return ValueTask.FromResult(written);
    }

    public ValueTask<bool> ForgetKeyAsync(string keyId, CancellationToken cancellationToken)
    {
        var session = state.Database.Writer;
        foreach (var sql in FindUse)
        {
            using var row = session.Prepare(sql).Bind(1, SealedText.PrefixOf(keyId));
            if (row.Step()) return ValueTask.FromResult(false);
        }
        session.Prepare(Forget).Bind(1, keyId).Run();
        return ValueTask.FromResult(true);
    }
}
