using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>Encryption of configs in the data folder.</summary>
internal static class SealSettings
{
    public static SettingGroup Group => new("Encryption of configs",
    [
        Said(SealRules.FileKey, o => o.Seals.KeyFile, (o, v) => o.Seals.KeyFile = v,
            "File with the keys that contents of configs named cipher-… are stored with: id:base64 of 32 bytes, one a line, the newest last. The same on every node.")
            with { DefaultText = "none: stored as they are", Example = "/etc/batata/config-keys" },
        Said(SealRules.KeysKey, static _ => null, (o, v) => o.Seals.Keys = v,
            "The same keys with commas between, for the environment; the file wins over it.") with { Secret = true, DefaultText = "none", Example = "k1:base64,k2:base64" },
    ]);

    private static Setting Said(string key, Func<BatataOptions, string?> get, Action<BatataOptions, string> set, string meaning) =>
        Text(key, "a text", get, (options, text) =>
        {
            set(options, text);
            return true;
        }, meaning);
}
