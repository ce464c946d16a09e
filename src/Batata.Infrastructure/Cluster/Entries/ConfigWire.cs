using Batata.Domain.Configs;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Values inside config entries to messages and back.</summary>
internal static class ConfigWire
{
    public static Wire.ConfigKey ToWire(this in ConfigKey key) => new() { NamespaceId = key.NamespaceId, Group = key.Group, DataId = key.DataId };

    public static ConfigKey ToDomain(this Wire.ConfigKey key) => new(key.NamespaceId, key.Group, key.DataId);

    public static Wire.ConfigContent ToWire(this ConfigContent content) =>
        new() { Text = content.Text, Md5 = content.Md5, EncryptedDataKey = content.EncryptedDataKey };

    public static ConfigContent ToDomain(this Wire.ConfigContent content) => new(content.Text, content.Md5, content.EncryptedDataKey);

    public static Wire.ConfigAuthor ToWire(this ConfigAuthor author)
    {
        var message = new Wire.ConfigAuthor();
        if (author.User is { } user) message.User = user;
        if (author.Ip is { } ip) message.Ip = ip;
        return message;
    }

    public static ConfigAuthor ToDomain(this Wire.ConfigAuthor author) => new(author.HasUser ? author.User : null, author.HasIp ? author.Ip : null);

    public static Wire.ConfigDescription ToWire(this ConfigDescription description)
    {
        var message = new Wire.ConfigDescription();
        if (description.AppName is { } appName) message.AppName = appName;
        if (description.Type is { } type) message.Type = type;
        if (description.Desc is { } desc) message.Desc = desc;
        if (description.Use is { } use) message.Use = use;
        if (description.Effect is { } effect) message.Effect = effect;
        if (description.Schema is { } schema) message.Schema = schema;
        if (description.Tags is { } tags) message.Tags = new Wire.ConfigTags { Tags = { tags } };
        return message;
    }

    public static ConfigDescription ToDomain(this Wire.ConfigDescription description) => new(
        description.HasAppName ? description.AppName : null,
        description.HasType ? description.Type : null,
        description.HasDesc ? description.Desc : null,
        description.HasUse ? description.Use : null,
        description.HasEffect ? description.Effect : null,
        description.HasSchema ? description.Schema : null,
        description.Tags is { } tags ? [.. tags.Tags] : null);

    public static Wire.ConfigQuotas ToWire(this ConfigQuotas quotas) => new()
    {
        Cluster = quotas.Cluster,
        Namespace = quotas.Namespace,
        MaxSize = quotas.MaxSize,
        ExpansionPercent = quotas.ExpansionPercent,
        Size = quotas.Size,
    };

    public static ConfigQuotas ToDomain(this Wire.ConfigQuotas quotas) =>
        new(quotas.Cluster, quotas.Namespace, quotas.MaxSize, quotas.ExpansionPercent, quotas.Size);

    public static Wire.GrayRule ToWire(this GrayRule rule) => rule switch
    {
        BetaRule beta => new Wire.GrayRule { BetaIps = beta.Ips },
        TagRule tag => new Wire.GrayRule { Tag = tag.Tag },
        _ => throw new InvalidOperationException($"{rule.GetType().Name} has no message in the log."),
    };

    public static GrayRule ToDomain(this Wire.GrayRule rule) => rule.RuleCase switch
    {
        Wire.GrayRule.RuleOneofCase.BetaIps => new BetaRule(rule.BetaIps),
        Wire.GrayRule.RuleOneofCase.Tag => new TagRule(rule.Tag),
        _ => throw new UnreadableEntryException("The log holds a gray rule that this release does not know. Start the newer release instead."),
    };
}
