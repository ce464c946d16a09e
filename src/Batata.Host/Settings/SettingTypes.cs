using System.Globalization;
using System.Net;

namespace Batata.Host.Settings;

/// <summary>The kinds of value a setting may have.</summary>
internal static class SettingTypes
{
    public static Setting Number(string key, long min, long max, Func<BatataOptions, long?> get, Action<BatataOptions, long> set, string meaning)
    {
        var expects = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
        return new(key, meaning, expects, options => get(options)?.ToString(CultureInfo.InvariantCulture), (options, text) =>
        {
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < min || value > max) return expects;
            set(options, value);
            return null;
        });
    }

    public static Setting Port(string key, Func<BatataOptions, int?> get, Action<BatataOptions, int> set, string meaning) =>
        Number(key, 1, IPEndPoint.MaxPort, options => get(options), (options, value) => set(options, (int)value), meaning);

    public static Setting Switch(string key, Func<BatataOptions, bool> get, Action<BatataOptions, bool> set, string meaning)
    {
        const string expects = "true or false";
        return new(key, meaning, expects, options => get(options) ? "true" : "false", (options, text) =>
        {
            if (!bool.TryParse(text, out var value)) return expects;
            set(options, value);
            return null;
        });
    }

    public static Setting Text(string key, string expects, Func<BatataOptions, string?> get, Func<BatataOptions, string, bool> set, string meaning) =>
        new(key, meaning, expects, get, (options, text) => set(options, text) ? null : expects);
}
