using System.Globalization;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Benchmarks.HotPaths;

/// <summary>Applies publishes over existing configs of one KiB: load, judge, save, history, commit, and the index of served configs.</summary>
internal static class ConfigWrites
{
    private const int Batch = 64;

    /// <summary>A batch of one, as with a single writer.</summary>
    public static HotPath Apply() => Of("config-apply", 1);

    /// <summary>A batch as it comes together under load. Divide by 64 for one entry.</summary>
    public static HotPath ApplyBatch() => Of("config-apply-64", Batch);

    private static HotPath Of(string name, int count)
    {
        var state = new StateFixture();
        PublishConfigEntry[] even = [.. Enumerable.Range(0, count).Select(i => Entry(i, 'x'))];
        PublishConfigEntry[] odd = [.. Enumerable.Range(0, count).Select(i => Entry(i, 'y'))];
        var turn = 0;
        return new HotPath(name, () => state.Apply(turn++ % 2 == 0 ? even : odd), state.Dispose);
    }

    private static PublishConfigEntry Entry(int number, char filler) => StateFixture.Entry(
        ConfigKey.Of(string.Create(CultureInfo.InvariantCulture, $"application-{number}.yml"), "DEFAULT_GROUP", ""), new string(filler, 1024));
}
