using Batata.Domain.Shared;

namespace Batata.Domain.Configs;

/// <summary>Every refusal of this context with its stable code. Texts are those of Nacos 3.1 where a client can see them.</summary>
public static class ConfigFailures
{
    public const string Md5MismatchCode = "config.md5_mismatch";
    public const string ExistsCode = "config.exists";
    public const string NotFoundCode = "config.not_found";
    public const string GrayNotFoundCode = "config.gray_not_found";
    public const string TooManyGrayCode = "config.too_many_gray_versions";

    /// <summary>An illegal dataId, group, namespace or content.</summary>
    public const string InvalidCode = "config.invalid";

    /// <summary>An illegal tag or list of beta addresses.</summary>
    public const string InvalidGrayRuleCode = "config.invalid_gray_rule";

    /// <summary>An illegal config_tags, desc, use, effect, schema, appName or src_user.</summary>
    public const string InvalidDescriptionCode = "config.invalid_description";

    public const string HistoryOfAnotherCode = "config.history_of_another";

    public const string KeyMissingCode = "config.key_missing";

    public static Failure KeyMissing(IEnumerable<string> keyIds) => new(
        FailureKind.Unavailable, KeyMissingCode,
        $"Configs are encrypted here with the key {string.Join(", ", keyIds)}, which this node lacks: it must not store them in clear. Nothing was written.");

    public const string ClusterFullCode = "config.cluster_full";
    public const string GroupFullCode = "config.group_full";
    public const string NamespaceFullCode = "config.namespace_full";
    public const string TooLargeCode = "config.too_large";

    public static Failure ClusterFull(ConfigKey key) => Full(ClusterFullCode, key);

    public static Failure GroupFull(ConfigKey key) => Full(GroupFullCode, key);

    public static Failure NamespaceFull(ConfigKey key) => Full(NamespaceFullCode, key);

    public static Failure TooLarge(ConfigKey key) => new(
        FailureKind.LimitReached, TooLargeCode, $"Configuration content size limit exceeded [group={key.Group}, namespaceId={key.NamespaceId}].");

    private static Failure Full(string code, ConfigKey key) =>
        new(FailureKind.LimitReached, code, $"Configuration limit exceeded [group={key.Group}, namespaceId={key.NamespaceId}].");

    public static Failure Md5Mismatch() =>
        new(FailureKind.Conflict, Md5MismatchCode, "Cas publish fail, server md5 may have changed.");

    /// <summary>What was to be created only is there already.</summary>
    public static Failure Exists() => new(FailureKind.Conflict, ExistsCode, "config already exists");

    public static Failure NotFound() => new(FailureKind.NotFound, NotFoundCode, "config data not exist");

    public static Failure GrayNotFound(string grayName) =>
        new(FailureKind.NotFound, GrayNotFoundCode, $"gray version {grayName} does not exist");

    public static Failure TooManyGrayVersions(int max) =>
        new(FailureKind.LimitReached, TooManyGrayCode, $"gray config version is over max count :{max}");

    /// <summary>A history row was asked for under a key that is not its own.</summary>
    public static Failure HistoryOfAnother() =>
        new(FailureKind.Denied, HistoryOfAnotherCode, "Please check dataId, group or namespaceId.");
}
