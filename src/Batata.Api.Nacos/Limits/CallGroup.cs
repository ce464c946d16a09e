namespace Batata.Api.Nacos.Limits;

/// <summary>Kinds of calls that have limits of their own.</summary>
internal enum CallGroup
{
    ConfigRead,
    ConfigWrite,
    NamingRead,
    NamingWrite,

    /// <summary>Everything else: namespaces, users, the cluster, logins, unknown paths.</summary>
    Admin,
}

/// <summary>What a group counts by.</summary>
public static class RateNames
{
    public const string PerAddress = "per-address";
    public const string PerUser = "per-user";
    public const string Total = "total";

    /// <summary>Before the names of the groups.</summary>
    public const string AllGroups = "all";

    /// <summary>Names in settings, and what they are in words; all groups together come first.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Groups { get; } =
    [
        (AllGroups, "Calls of any kind but health probes and metrics"),
        ("config-read", "Reads of configs: queries, listens, searches"),
        ("config-write", "Publishes and removals of configs"),
        ("naming-read", "Reads of services and instances"),
        ("naming-write", "Registrations and changes of services and instances, and beats over HTTP"),
        ("admin", "Calls of all other kinds: logins, users, namespaces, the cluster, unknown paths"),
    ];

    internal static string Of(CallGroup group) => Groups[(int)group + 1].Name;
}
