namespace Batata.Host.Settings;

/// <summary>A key that means something to Batata or to Nacos.</summary>
/// <param name="Key">As documented; other spellings match by <see cref="RelaxedKey"/>. <c>.*</c> at the end stands for anything.</param>
internal abstract record KnownKey(string Key)
{
    private const string Wildcard = ".*";

    /// <summary>Other keys of the same setting, the older ones of Nacos among them.</summary>
    public string[] Aliases { get; init; } = [];

    public bool IsPattern => Key.EndsWith(Wildcard, StringComparison.Ordinal);

    /// <summary>What stands before the star, with the dot; only for a pattern.</summary>
    public string Prefix => Key[..^1];
}

/// <summary>A setting with a meaning here.</summary>
/// <param name="Meaning">For the reference, one or two sentences.</param>
/// <param name="Expects">What a legal value looks like, to follow "must be".</param>
/// <param name="Read">The value that options have, as text; null when it is derived from other settings or there is none.</param>
/// <param name="Bind">Puts a value into options. Null when it is legal, else what is wrong, to follow the key.</param>
internal sealed record Setting(string Key, string Meaning, string Expects, Func<BatataOptions, string?> Read, Binder Bind) : KnownKey(Key)
{
    /// <summary>How the reference writes the default when <see cref="Read"/> gives none.</summary>
    public string? DefaultText { get; init; }

    /// <summary>What the reference shows when there is no default to show.</summary>
    public string? Example { get; init; }

    /// <summary>Never shown, not even when it is wrong.</summary>
    public bool Secret { get; init; }

    /// <summary>Whether an empty text in a file is a value of its own; usually it means "not set".</summary>
    public bool AllowsEmpty { get; init; }

    /// <summary>Stands in conf/application.yml as a line in force, not as a comment.</summary>
    public bool Shipped { get; init; }
}

/// <param name="text">With placeholders filled in.</param>
/// <param name="name">What stood for the star of a pattern, else the key.</param>
internal delegate string? Binder(BatataOptions options, string text, string name);

/// <summary>A key of Nacos that Batata does nothing with.</summary>
/// <param name="Remark">Why, for people.</param>
internal sealed record ForeignKey(string Key, ForeignEffect Effect, string Remark) : KnownKey(Key)
{
    /// <summary>Values that ask for nothing but what happens here anyway. An empty one always does.</summary>
    public string[] Harmless { get; init; } = [];
}

/// <summary>What happens when a foreign key has a value that is not harmless.</summary>
internal enum ForeignEffect
{
    /// <summary>It would change nothing that a client or an operator sees: a note at debug level.</summary>
    None,

    /// <summary>Somebody may wait for what it would do: a warning.</summary>
    Warn,

    /// <summary>To go on without it would be another server than the one asked for: no start.</summary>
    Refuse,
}
