using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>What is logged. Lines go to standard output.</summary>
internal static class LoggingSettings
{
    private const string Levels = "trace, debug, info, warn, error or off";

    public static SettingGroup Group => new("Logging",
    [
        new Setting("logging.level.root", $"Level of everything that no other line names: {Levels}.", Levels, static o => NameOf(o.Server.RootLogLevel), static (o, text, _) =>
        {
            if (LevelOf(text) is not { } level) return MustBe(Levels);
            o.Server.RootLogLevel = level;
            return null;
        }),
        new Setting("logging.level.*", "Level of one part: the star is the beginning of a name, such as Batata.Infrastructure.Cluster.", Levels, static _ => null, static (o, text, name) =>
        {
            if (LevelOf(text) is not { } level) return MustBe(Levels);
            o.Server.LogLevels[name] = level;
            return null;
        }) with { DefaultText = "as logging.level.root; warn for Microsoft, Grpc and DotNext", Example = "debug" },
    ]);

    private static LogLevel? LevelOf(string text) => text.ToLowerInvariant() switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "info" or "information" => LogLevel.Information,
        "warn" or "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "fatal" or "critical" => LogLevel.Critical,
        "off" or "none" or "false" => LogLevel.None,
        _ => null,
    };

    private static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.None => "off",
        _ => level.ToString().ToLowerInvariant(),
    };
}
