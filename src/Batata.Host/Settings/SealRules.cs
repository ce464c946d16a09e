using Batata.Infrastructure.Persistence.Configs.Seals;

namespace Batata.Host.Settings;

/// <summary>Keys of encrypted configs: read at start, and refused when they are none. No part of a key is ever shown.</summary>
internal static class SealRules
{
    public const string KeysKey = "batata.config.encryption.keys";
    public const string FileKey = "batata.config.encryption.key-file";

    public static void Apply(LoadedSettings settings)
    {
        var options = settings.Options.Seals;
        var from = KeysKey;
        if (options.KeyFile is { } file)
        {
            from = $"{FileKey} = \"{file}\"";
            try
            {
                options.Keys = File.ReadAllText(file);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                settings.Problems.Add($"{from} cannot be read: {failed.Message}");
                return;
            }
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
                settings.Warnings.Add($"{from}: every user of this machine may read it; chmod 600 it.");
        }
        if (options.Keys is not { } keys) return;
        if (ContentKeys.Problem(keys) is { } problem) settings.Problems.Add($"{from}: {problem}");
        else if (options.KeyFile is not null && !new ContentKeys(Microsoft.Extensions.Options.Options.Create(options)).Ids.Any())
            settings.Problems.Add($"{from}: there is no key in it");
    }
}
