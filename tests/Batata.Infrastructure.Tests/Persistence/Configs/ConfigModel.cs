using Batata.Domain.Configs;

namespace Batata.Infrastructure.Tests.Persistence.Configs;

/// <summary>What the config centre holds, said as simply as possible.</summary>
internal sealed class ConfigModel(int maxGray)
{
    /// <summary>Ids of configs begin here.</summary>
    public const long FirstId = 1_200_000_001;

    private long _lastId = FirstId - 1;

    public Dictionary<string, ModelConfig> Configs { get; } = [];

    public List<ModelHistory> History { get; } = [];

    public string Publish(ConfigKey key, ConfigContent content, ConfigDescription description, string? md5, DateTimeOffset at)
    {
        var old = Find(key).Formal;
        if (old is not null && md5 is not null && md5 != old.Content.Md5) return ConfigFailures.Md5MismatchCode;
        var tags = description.Tags?.Distinct().ToArray() ?? old?.Tags.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var next = new ModelFormal(old?.Id ?? ++_lastId, content, description.AppName ?? old?.AppName ?? "", string.Join(' ', tags), old?.Created ?? at, at);
        History.Add(new ModelHistory(key, old is null ? ConfigOperation.Insert : ConfigOperation.Update, old?.Id ?? 0, old?.Content ?? content, ""));
        Put(key, Find(key) with { Formal = next });
        return $"{next.Id}";
    }

    public string Import(ConfigKey key, ConfigContent content, ConfigDescription description, DateTimeOffset at) =>
        Find(key).Formal is null ? Publish(key, content, description, null, at) : ConfigFailures.ExistsCode;

    public string Rollback(ConfigKey key, ConfigDescription description, DateTimeOffset at) =>
        History.LastOrDefault(row => row.Key == key && row.GrayName.Length == 0) switch
        {
            null => "nothing",
            { Operation: ConfigOperation.Insert } => Remove(key),
            var row => Publish(key, row.Content, description, null, at),
        };

    public string PublishGray(ConfigKey key, GrayRule rule, ConfigContent content, string? md5, DateTimeOffset at)
    {
        var config = Find(key);
        var stored = config.Gray.TryGetValue(rule.GrayName, out var old);
        if (stored && md5 is not null && md5 != old!.Content.Md5) return ConfigFailures.Md5MismatchCode;
        if (!stored && config.Gray.Count == maxGray) return ConfigFailures.TooManyGrayCode;
        History.Add(new ModelHistory(key, stored ? ConfigOperation.Update : ConfigOperation.Insert, 0, stored ? old!.Content : content, rule.GrayName));
        Put(key, config with { Gray = new(config.Gray) { [rule.GrayName] = new ModelGray(rule, content, at) } });
        return "ok";
    }

    public string Remove(ConfigKey key) => $"{RemoveFormal(key)}";

    public string RemoveGray(ConfigKey key, string name)
    {
        var config = Find(key);
        if (!config.Gray.ContainsKey(name)) name = $"tag_{name}";
        if (!config.Gray.TryGetValue(name, out var old)) return ConfigFailures.GrayNotFoundCode;
        History.Add(new ModelHistory(key, ConfigOperation.Delete, 0, old.Content, name));
        var rest = new Dictionary<string, ModelGray>(config.Gray);
        rest.Remove(name);
        Put(key, config with { Gray = rest });
        return "ok";
    }

    public string RemoveById(IEnumerable<long> ids) =>
        $"{ids.Count(id => Configs.Values.FirstOrDefault(config => config.Formal?.Id == id) is { } config && RemoveFormal(config.Key))}";

    /// <summary>Formal versions of a namespace and a group; null for all.</summary>
    public int Count(string? tenant, string? group) =>
        Configs.Values.Count(config => config.Formal is not null && (tenant ?? config.Key.NamespaceId) == config.Key.NamespaceId && (group ?? config.Key.Group) == config.Key.Group);

    private bool RemoveFormal(ConfigKey key)
    {
        if (Find(key).Formal is not { } old) return false;
        History.Add(new ModelHistory(key, ConfigOperation.Delete, old.Id, old.Content, ""));
        Put(key, Find(key) with { Formal = null });
        return true;
    }

    private ModelConfig Find(ConfigKey key) => Configs.GetValueOrDefault($"{key}") ?? new ModelConfig(key, null, []);

    private void Put(ConfigKey key, ModelConfig config)
    {
        if (config.Formal is null && config.Gray.Count == 0) Configs.Remove($"{key}");
        else Configs[$"{key}"] = config;
    }
}

internal sealed record ModelConfig(ConfigKey Key, ModelFormal? Formal, Dictionary<string, ModelGray> Gray);

internal sealed record ModelFormal(long Id, ConfigContent Content, string AppName, string Tags, DateTimeOffset Created, DateTimeOffset At)
{
    public static ModelFormal Of(FormalVersion version) => new(
        version.Id, version.Content, version.Description.AppName!, string.Join(' ', version.Description.Tags!), version.CreatedAt, version.ModifiedAt);
}

internal sealed record ModelGray(GrayRule Rule, ConfigContent Content, DateTimeOffset At);

internal sealed record ModelHistory(ConfigKey Key, ConfigOperation Operation, long ConfigId, ConfigContent Content, string GrayName);
