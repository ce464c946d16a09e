namespace Batata.Host.Settings;

/// <summary>One known setting: its key, what it may be, and where it goes.</summary>
/// <param name="Key">As documented; other spellings match by <see cref="RelaxedKey"/>.</param>
/// <param name="Expects">What a legal value looks like, to follow "must be".</param>
/// <param name="Read">The value in force as text, for the default and the documentation; null when it follows from other settings.</param>
/// <param name="Bind">Takes over a value; null when it is legal, else what is wrong with it.</param>
internal sealed record Setting(string Key, string Meaning, string Expects, Func<BatataOptions, string?> Read, Func<BatataOptions, string, string?> Bind)
{
    /// <summary>Other keys of the same setting, the older ones of Nacos among them.</summary>
    public string[] Aliases { get; init; } = [];

    public bool Secret { get; init; }
}
