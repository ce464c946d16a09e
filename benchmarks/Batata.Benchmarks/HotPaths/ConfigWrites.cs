using Batata.Domain.Configs;

namespace Batata.Benchmarks.HotPaths;

internal static class ConfigWrites
{
    /// <summary>Applies a publish over an existing config of one KiB: load, judge, save, history, commit, and the index of served configs.</summary>
    public static HotPath Apply()
    {
        var state = new StateFixture();
        var key = ConfigKey.Of("application.yml", "DEFAULT_GROUP", "");
        var entries = (new[] { 'x', 'y' }).Select(filler => StateFixture.Entry(key, new string(filler, 1024))).ToArray();
        var turn = 0;
        return new HotPath("config-apply", () => state.Apply(entries[turn++ & 1]), state.Dispose);
    }
}
