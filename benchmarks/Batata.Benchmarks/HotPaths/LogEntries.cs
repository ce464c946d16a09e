using System.Buffers;
using Batata.Domain.Configs;
using Batata.Infrastructure.Cluster.Entries;

namespace Batata.Benchmarks.HotPaths;

/// <summary>A publish of one KiB to the bytes of the log and back.</summary>
internal static class LogEntries
{
    public static HotPath Encode()
    {
        var (codec, entry, id) = (new EntryCodec(), Entry(), Guid.NewGuid());
        return new HotPath("entry-encode", () => codec.Encode(entry, id));
    }

    public static HotPath Decode()
    {
        var codec = new EntryCodec();
        var bytes = new ReadOnlySequence<byte>(codec.Encode(Entry(), Guid.NewGuid()));
        return new HotPath("entry-decode", () => codec.Decode(bytes));
    }

    private static Application.Configs.PublishConfigEntry Entry() =>
        StateFixture.Entry(ConfigKey.Of("application.yml", "DEFAULT_GROUP", ""), new string('x', 1024));
}
