using Batata.Application.Agents;
using Batata.Host.Settings.Catalogue;

namespace Batata.Host.Settings;

/// <summary>All settings of the catalogue with the value that options have.</summary>
internal sealed class EffectiveSettings(LoadedSettings settings) : IEffectiveSettings
{
    private const string Hidden = "hidden";

    public IReadOnlyDictionary<string, string> All => field ??= Read();

    private Dictionary<string, string> Read()
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in new SettingCatalogue().Settings)
        {
            if (!setting.IsPattern && setting.Read(settings.Options) is { } value) all[setting.Key] = setting.Secret && value.Length > 0 ? Hidden : value;
        }
        return all;
    }
}
