using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Where state lives.</summary>
internal static class StorageSettings
{
    public const string NoMySqlYet = "MySQL is not possible in this version yet; leave it out to store in the data folder";

    public static SettingGroup Group => new("Storage",
    [
        Text("batata.data-path", "a path", o => o.Cluster.DataPath, static (o, path) =>
        {
            o.Cluster.DataPath = path;
            return true;
        }, "Data folder, made when it is missing. --data PATH is short for it.") with { Aliases = ["batata.data"] },
        new Setting("db.url", "External database. MySQL is not possible in this version yet, so any value is refused.", "left out",
            static _ => null, static (_, _, _) => NoMySqlYet) with { Secret = true, DefaultText = "none: embedded storage", Example = "mysql://127.0.0.1:3306/nacos" },
        Number("batata.raft.snapshot-entries", 1_000L, 1_000_000, o => o.Cluster.SnapshotEntries, (o, v) => o.Cluster.SnapshotEntries = v,
            "Entries of the replicated log between two snapshots; after a snapshot the log before it is deleted."),
    ]);
}
