using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Who changed what.</summary>
internal static class AuditSettings
{
    private const long MiB = 1024 * 1024;

    public static SettingGroup Group => new("Audit log",
    [
        Switch("batata.audit.enabled", o => o.Audit.Enabled, (o, v) => o.Audit.Enabled = v,
            "Keep a record of every change, of logins and of callers that were turned away. Content, passwords and tokens are never in it."),
        Text("batata.audit.path", "a path", o => o.Audit.Path, (o, text) =>
        {
            o.Audit.Path = text;
            return true;
        }, "Folder of the files audit-DATE-NUMBER.jsonl, one record a line.") with { DefaultText = "audit in the data folder", Example = "/var/log/batata" },
        Switch("batata.audit.clients", o => o.Audit.Clients, (o, v) => o.Audit.Clients = v,
            "Keep what SDKs do all the time as well: registrations and removals of ephemeral instances, locks. Beats are never kept."),
        Size("batata.audit.max-file-size", 64 * 1024, 1024 * MiB, o => o.Audit.MaxFileBytes, (o, v) => o.Audit.MaxFileBytes = v,
            "A file that is larger is followed by another one; so is that of another day."),
        Size("batata.audit.max-total-size", MiB, 1024L * 1024 * MiB, o => o.Audit.MaxTotalBytes, (o, v) => o.Audit.MaxTotalBytes = v,
            "When all files are larger the oldest are removed."),
        Number("batata.audit.retention-days", 1, 36_500, o => o.Audit.RetentionDays, (o, v) => o.Audit.RetentionDays = v,
            "Older files are removed."),
    ]);
}
