namespace Batata.Domain.Configs;

public enum ConfigOperation
{
    Insert = 1,
    Update = 2,
    Delete = 3,
}

/// <summary>
/// One row of the history. An insert holds the new content; an update and a delete hold the content that was replaced.
/// Protocol source: Nacos <c>HistoryConfigInfoPersistService</c>, table <c>his_config_info</c>.
/// </summary>
/// <param name="ConfigId">Id of the config's row; 0 for inserts and gray versions that have none.</param>
/// <param name="Author">Who made the change, not who wrote the old content.</param>
/// <param name="GrayName">Empty for the formal version.</param>
/// <param name="ExtInfo">JSON text: the descriptive fields, or gray name and rule, of the content in this row.</param>
public sealed record ConfigHistoryEntry(
    long ConfigId, ConfigOperation Operation, ConfigContent Content, string? AppName, ConfigAuthor Author, string GrayName, string ExtInfo, DateTimeOffset At)
{
    /// <summary>A stored formal version, as a later change would put it into the history.</summary>
    public static ConfigHistoryEntry OfCurrent(FormalVersion version) => new(
        version.Id, ConfigOperation.Update, version.Content, version.Description.AppName, version.Author, "",
        ConfigExtInfo.OfFormal(version.Description, version.Author), version.ModifiedAt);

    /// <summary>A stored gray version, likewise.</summary>
    public static ConfigHistoryEntry OfCurrent(GrayVersion version) => new(
        0, ConfigOperation.Update, version.Content, version.AppName, version.Author, version.Rule.GrayName,
        ConfigExtInfo.OfGray(version.Rule, version.Author), version.ModifiedAt);
}
