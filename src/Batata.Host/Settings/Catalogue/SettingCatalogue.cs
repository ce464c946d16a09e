namespace Batata.Host.Settings.Catalogue;

/// <summary>Every key that is known: those with a meaning here, in the groups and the order of the reference, and those of Nacos without one.</summary>
internal sealed class SettingCatalogue
{
    public IReadOnlyList<SettingGroup> Groups { get; } =
    [
        ServerSettings.Group, TlsSettings.Group, StorageSettings.Group, ClusterSettings.Group, AuthSettings.Group, DirectorySettings.Group, NacosApiSettings.Group, LimitSettings.Group, AuditSettings.Group,
        ConfigSettings.Group, CapacitySettings.Group, SealSettings.Group, NamingSettings.Group, LockSettings.Group, ConsulSettings.Group, ConsulDnsSettings.Group, LoggingSettings.Group,
        TelemetrySettings.Group,
    ];

    public IReadOnlyList<ForeignKey> Foreign { get; } = [.. NotYetKeys.All, .. MeaninglessKeys.All];

    public IEnumerable<Setting> Settings => Groups.SelectMany(static group => group.Settings);

    public IEnumerable<KnownKey> All => Settings.Concat<KnownKey>(Foreign);
}

/// <summary>A heading of the reference.</summary>
internal sealed record SettingGroup(string Title, IReadOnlyList<Setting> Settings);
