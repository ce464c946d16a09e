using System.Globalization;
using System.Net;

namespace Batata.Host.Settings;

/// <summary>The kinds of value a setting may have.</summary>
internal static class SettingTypes
{
    public static Setting Number(string key, long min, long max, Func<BatataOptions, long?> get, Action<BatataOptions, long> set, string meaning)
    {
        var expects = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
        return new(key, meaning, expects, options => get(options)?.ToString(CultureInfo.InvariantCulture), (options, text, _) =>
        {
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < min || value > max) return MustBe(expects);
            set(options, value);
            return null;
        });
    }

    public static Setting Number(string key, int min, int max, Func<BatataOptions, int> get, Action<BatataOptions, int> set, string meaning) =>
        Number(key, (long)min, max, options => get(options), (options, value) => set(options, (int)value), meaning);

    public static Setting Port(string key, Func<BatataOptions, int?> get, Action<BatataOptions, int> set, string meaning) =>
        Number(key, 1L, IPEndPoint.MaxPort, options => get(options), (options, value) => set(options, (int)value), meaning);

    /// <summary>Bytes, as a number or with a unit, as Spring's <c>DataSize</c> has them.</summary>
    public static Setting Size(string key, long min, long max, Func<BatataOptions, long> get, Action<BatataOptions, long> set, string meaning)
    {
        var expects = string.Create(CultureInfo.InvariantCulture, $"a size from {ByteSize.Format(min)} to {ByteSize.Format(max)}, such as 512KB or 2MB, or a number of bytes");
        return new(key, meaning, expects, options => ByteSize.Format(get(options)), (options, text, _) =>
        {
            if (ByteSize.Parse(text) is not { } value || value < min || value > max) return MustBe(expects);
            set(options, value);
            return null;
        });
    }

    public static Setting Switch(string key, Func<BatataOptions, bool> get, Action<BatataOptions, bool> set, string meaning)
    {
        const string expects = "true or false";
        return new(key, meaning, expects, options => get(options) ? "true" : "false", (options, text, _) =>
        {
            if (ParseSwitch(text) is not { } value) return MustBe(expects);
            set(options, value);
            return null;
        });
    }

    public static Setting Text(string key, string expects, Func<BatataOptions, string?> get, Func<BatataOptions, string, bool> set, string meaning) =>
        new(key, meaning, expects, get, (options, text, _) => set(options, text) ? null : MustBe(expects));

    /// <summary>Spring's words for the two.</summary>
    public static bool? ParseSwitch(string text) => text.ToLowerInvariant() switch
    {
        "true" or "on" or "yes" or "1" => true,
        "false" or "off" or "no" or "0" => false,
        _ => null,
    };

    public static string MustBe(string expects) => $"must be {expects}";
}
