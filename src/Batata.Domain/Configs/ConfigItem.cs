using Batata.Domain.Shared;

namespace Batata.Domain.Configs;

/// <summary>
/// A config: at most one formal version and any number of gray ones. Every change leaves a history entry.
/// Protocol source: Nacos 3.1 <c>ConfigOperationService</c>, <c>ConfigInfoPersistService</c>.
/// </summary>
public sealed class ConfigItem(ConfigKey key, FormalVersion? formal = null, IEnumerable<GrayVersion>? gray = null)
{
    private readonly List<GrayVersion> _gray = [.. gray ?? []];
    private readonly List<ConfigHistoryEntry> _history = [];
    private readonly HashSet<string> _changedGray = [];

    public ConfigKey Key { get; } = key;

    public FormalVersion? Formal { get; private set; } = formal;

    /// <summary>True when the formal version was written or removed since the aggregate was loaded.</summary>
    public bool FormalChanged { get; private set; }

    public IReadOnlyList<GrayVersion> Gray => _gray;

    /// <summary>Names of gray versions that were written or removed since the aggregate was loaded.</summary>
    public IReadOnlySet<string> ChangedGray => _changedGray;

    /// <summary>Entries that are not stored yet, oldest first.</summary>
    public IReadOnlyList<ConfigHistoryEntry> PendingHistory => _history;

    /// <summary>Creates or replaces the formal version, unless the stored content is not the one the caller expected.</summary>
    /// <param name="description">Null <c>AppName</c> and <c>Tags</c> keep what is stored; all other fields are overwritten, also by null.</param>
    /// <param name="expectedMd5">Lower-case hex, or null for no check. A missing config is created whatever this says, as in Nacos (<c>insertOrUpdateCas</c>).</param>
    /// <param name="at">UTC, from the log entry: the same on every node.</param>
    /// <returns>The version now stored (its id is 0 until the aggregate is saved), or <c>config.md5_mismatch</c>.</returns>
    public Outcome<ConfigVersion> Publish(ConfigContent content, ConfigDescription description, ConfigAuthor author, string? expectedMd5, DateTimeOffset at)
    {
        if (expectedMd5 is not null && Formal is not null && Formal.Content.Md5 != expectedMd5) return ConfigFailures.Md5Mismatch();

        if (Formal is null)
        {
            var first = description with { Tags = Distinct(description.Tags) ?? [] };
            Formal = new FormalVersion(0, content, first, author, at, at);
            Remember(ConfigOperation.Insert, 0, content, first.AppName, author, "", ConfigExtInfo.OfFormal(first, author), at);
        }
        else
        {
            var old = Formal;
            Remember(ConfigOperation.Update, old.Id, old.Content, old.Description.AppName, author, "", ConfigExtInfo.OfFormal(old.Description, old.Author), at);
            var next = description with { AppName = description.AppName ?? old.Description.AppName, Tags = Distinct(description.Tags) ?? old.Description.Tags };
            Formal = old with { Content = content, Description = next, Author = author, ModifiedAt = at };
        }
        FormalChanged = true;
        return new ConfigVersion(Formal.Id, content.Md5, at);
    }

    /// <summary>Creates or replaces one gray version.</summary>
    /// <param name="expectedMd5">Compared with the stored md5 of this gray version; a missing one is created whatever this says.</param>
    /// <param name="maxGrayVersions">Largest number of gray versions of one config; only a new name counts.</param>
    /// <returns>The version now stored, <c>config.md5_mismatch</c> or <c>config.too_many_gray_versions</c>.</returns>
    public Outcome<ConfigVersion> PublishGray(
        GrayRule rule, ConfigContent content, string? appName, ConfigAuthor author, string? expectedMd5, int maxGrayVersions, DateTimeOffset at)
    {
        var index = IndexOfGray(rule.GrayName);
        if (index < 0)
        {
            if (_gray.Count >= maxGrayVersions) return ConfigFailures.TooManyGrayVersions(maxGrayVersions);
            _gray.Add(new GrayVersion(rule, content, appName, author, at, at));
            Remember(ConfigOperation.Insert, 0, content, appName, author, rule.GrayName, ConfigExtInfo.OfGray(rule, author), at);
        }
        else
        {
            var old = _gray[index];
            if (expectedMd5 is not null && old.Content.Md5 != expectedMd5) return ConfigFailures.Md5Mismatch();
            Remember(ConfigOperation.Update, 0, old.Content, old.AppName, author, rule.GrayName, ConfigExtInfo.OfGray(old.Rule, old.Author), at);
            _gray[index] = new GrayVersion(rule, content, appName, author, old.CreatedAt, at); // Nacos 3.x: unlike a formal one it keeps nothing
        }
        _changedGray.Add(rule.GrayName);
        return new ConfigVersion(0, content.Md5, at);
    }

    /// <summary>Removes the formal version; gray versions stay and go on being served. Removing a missing one is a success.</summary>
    /// <returns>True when there was one.</returns>
    public bool Remove(ConfigAuthor author, DateTimeOffset at)
    {
        if (Formal is not { } old) return false;
        Remember(ConfigOperation.Delete, old.Id, old.Content, old.Description.AppName, author, "", ConfigExtInfo.OfFormal(old.Description, old.Author), at);
        Formal = null;
        FormalChanged = true;
        return true;
    }

    /// <param name="grayName">Full name (<c>beta</c>, <c>tag_x</c>); a bare tag <c>x</c> is understood too, which Nacos forgets.</param>
    /// <returns><c>config.gray_not_found</c> when there is no such version.</returns>
    public Outcome<Done> RemoveGray(string grayName, ConfigAuthor author, DateTimeOffset at)
    {
        var index = IndexOfGray(grayName);
        if (index < 0) index = IndexOfGray(TagRule.NamePrefix + grayName);
        if (index < 0) return ConfigFailures.GrayNotFound(grayName);
        var old = _gray[index];
        Remember(ConfigOperation.Delete, 0, old.Content, old.AppName, author, old.Rule.GrayName, ConfigExtInfo.OfGray(old.Rule, old.Author), at);
        _gray.RemoveAt(index);
        _changedGray.Add(old.Rule.GrayName);
        return new Done();
    }

    /// <summary>The repository has written all changes; nothing is pending any more.</summary>
    /// <param name="formalId">Row id of the formal version; not read without one.</param>
    public void Saved(long formalId)
    {
        if (Formal is not null && Formal.Id != formalId) Formal = Formal with { Id = formalId };
        FormalChanged = false;
        _changedGray.Clear();
        _history.Clear();
    }

    /// <summary>A tag counts once: the tables hold it once, and Nacos loses the history row over it.</summary>
    private static IReadOnlyList<string>? Distinct(IReadOnlyList<string>? tags) => tags is { Count: > 1 } ? [.. tags.Distinct(StringComparer.Ordinal)] : tags;

    private int IndexOfGray(string grayName) => _gray.FindIndex(g => g.Rule.GrayName == grayName);

    private void Remember(
        ConfigOperation operation, long configId, ConfigContent content, string? appName, ConfigAuthor author, string grayName, string extInfo, DateTimeOffset at) =>
        _history.Add(new ConfigHistoryEntry(configId, operation, content, appName, author, grayName, extInfo, at));
}
