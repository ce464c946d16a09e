using System.Globalization;
using System.Text;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Benchmarks.HotPaths;

internal static class ConfigReads
{
    private const int Configs = 1000;

    /// <summary>Md5 of a content of one KiB, as at each publish.</summary>
    public static HotPath Md5()
    {
        var content = Encoding.ASCII.GetBytes(new string('x', 1024));
        return new HotPath("config-md5", () => ConfigContent.Md5Of(content));
    }

    /// <summary>What a config GET costs behind its parser: the key among 1,000, the version for this client, its bytes.</summary>
    public static HotPath Lookup()
    {
        var state = new StateFixture();
        for (var i = 0; i < Configs; i++) state.Apply(StateFixture.Entry(Key(i), "content"));
        var served = state.Get<IServedConfigs>();
        var wanted = Key(Configs / 2);
        served.ReadContentAsync(served.Find(wanted)!.Formal!, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return new HotPath(
            "config-lookup",
            () =>
            {
                var version = served.Find(wanted)!.Choose("127.0.0.1", tag: null).Version!;
                if (!served.TryGetContent(version, out _)) throw new InvalidOperationException("The content is not in the cache.");
            },
            state.Dispose);
    }

    private static ConfigKey Key(int number) => ConfigKey.Of(string.Create(CultureInfo.InvariantCulture, $"application-{number}.yml"), "DEFAULT_GROUP", "");
}
