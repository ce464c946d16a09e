using System.Buffers.Binary;
using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Application.Snapshots;

namespace Batata.Api.Consul.Snapshots;

/// <summary>
/// The archive of Consul: a gzip-compressed tar with <c>meta.json</c>, <c>state.bin</c> and <c>SHA256SUMS</c> over both, which its command line checks. What is in
/// <c>state.bin</c> is ours. Protocol source: Consul <c>snapshot/archive.go</c>.
/// </summary>
internal static class SnapshotArchive
{
    private const string Meta = "meta.json";
    private const string State = "state.bin";
    private const string Sums = "SHA256SUMS";

    private static readonly string NoContent = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>Largest of the two small files.</summary>
    private const int MaxSmallBytes = 1 << 20;

    public static async Task WriteAsync(StateDump dump, string server, DateTimeOffset now, Stream target, CancellationToken cancellationToken)
    {
        var meta = MetaOf(dump, server, now);
        var stateHash = await SHA256.HashDataAsync(dump.Content, cancellationToken);
        dump.Content.Position = 0;
        var sums = Encoding.ASCII.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(meta))}  {Meta}\n{Convert.ToHexStringLower(stateHash)}  {State}\n");
        await using var gzip = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
        await using var tar = new TarWriter(gzip, TarEntryFormat.Ustar, leaveOpen: true);
        await WriteAsync(tar, Meta, new MemoryStream(meta), now, cancellationToken);
        await WriteAsync(tar, State, dump.Content, now, cancellationToken);
        await WriteAsync(tar, Sums, new MemoryStream(sums), now, cancellationToken);
    }

    /// <summary>Unpacks and checks all of it.</summary>
    /// <param name="state">Takes the state.</param>
    /// <param name="maxBytes">Size that it may have when it is unpacked.</param>
    /// <returns>Why it is refused; null when the state is whole.</returns>
    public static async Task<string?> ReadAsync(Stream source, Stream state, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var gzip = new GZipStream(source, CompressionMode.Decompress, leaveOpen: true);
            if (await BeginsAsync(source, cancellationToken) is { } foreign) return foreign;
            await using var content = new CountedStream(gzip);
            if (await ReadFilesAsync(content, state, maxBytes, cancellationToken) is { } refused) return refused;
            return await EndsAsync(source, content, cancellationToken) ? null : "failed to read snapshot file: something stands behind its end";
        }
        catch (EndOfStreamException)
        {
            return "failed to read snapshot file: failed reading snapshot: unexpected EOF";
        }
        catch (JsonException e)
        {
            return $"failed to read snapshot file: failed to decode snapshot metadata: {e.Message}";
        }
        catch (Exception e) when (e is InvalidDataException or FormatException)
        {
            return $"failed to read snapshot file: failed reading snapshot: {e.Message}";
        }
    }

    /// <summary>The last word of a gzip file is its length, and .NET does not look at what follows it.</summary>
    private static async Task<bool> EndsAsync(Stream source, CountedStream content, CancellationToken cancellationToken)
    {
        for (var rest = new byte[4_096]; await content.ReadAsync(rest, cancellationToken) > 0;)
        {
            // The end of a tar may have any number of empty blocks.
        }
        var length = new byte[sizeof(uint)];
        source.Seek(-length.Length, SeekOrigin.End);
        await source.ReadExactlyAsync(length, cancellationToken);
        return BinaryPrimitives.ReadUInt32LittleEndian(length) == (uint)content.Count;
    }

    /// <summary>.NET takes nothing at all for an archive of nothing, Go does not.</summary>
    private static async Task<string?> BeginsAsync(Stream source, CancellationToken cancellationToken)
    {
        var begin = new byte[2];
        var read = await source.ReadAtLeastAsync(begin, begin.Length, throwOnEndOfStream: false, cancellationToken);
        source.Position = 0;
        if (read == 0) return "failed to decompress snapshot: EOF";
        return read < 2 ? "failed to decompress snapshot: unexpected EOF" : begin is [0x1f, 0x8b] ? null : "failed to decompress snapshot: gzip: invalid header";
    }

    private static async Task<string?> ReadFilesAsync(Stream gzip, Stream state, long maxBytes, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal) { [Meta] = NoContent, [State] = NoContent }; // what is missing has no bytes
        var sums = "";
        await using var tar = new TarReader(gzip, leaveOpen: true);
        while (await tar.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            switch (entry.Name)
            {
                case Meta:
                    var meta = new MemoryStream();
                    found[Meta] = await CopyAsync(entry, meta, MaxSmallBytes, cancellationToken);
                    using (JsonDocument.Parse(meta.ToArray()))
                    {
                        // What it says is for people; that it can be read is asked by Consul, too.
                    }
                    break;
                case State:
                    found[State] = await CopyAsync(entry, state, maxBytes, cancellationToken);
                    break;
                case Sums:
                    var text = new MemoryStream();
                    await CopyAsync(entry, text, MaxSmallBytes, cancellationToken);
                    sums = Encoding.ASCII.GetString(text.ToArray());
                    break;
                default:
                    return $"failed to read snapshot file: unexpected file \"{entry.Name}\" in snapshot";
            }
        }
        return Verify(found, sums) is { } problem ? $"failed to read snapshot file: {problem}" : null;
    }

    private static string? Verify(Dictionary<string, string> found, string sums)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in sums.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split("  ", 2);
            if (parts.Length < 2) return "failed checking integrity of snapshot: no hex data for %x string";
            if (!found.TryGetValue(parts[1], out var hash)) return $"failed checking integrity of snapshot: list missing hash for \"{parts[1]}\"";
            if (!hash.Equals(parts[0], StringComparison.OrdinalIgnoreCase)) return $"failed checking integrity of snapshot: hash check failed for \"{parts[1]}\"";
            listed.Add(parts[1]);
        }
        foreach (var name in (string[])[Meta, State])
        {
            if (!listed.Contains(name)) return $"failed checking integrity of snapshot: file missing for \"{name}\"";
        }
        return null;
    }

    /// <returns>Its hash in small letters.</returns>
    private static async Task<string> CopyAsync(TarEntry entry, Stream target, long maxBytes, CancellationToken cancellationToken)
    {
        if (entry.Length > maxBytes) throw new InvalidDataException($"{entry.Name} has {entry.Length} bytes, {maxBytes} are allowed");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (entry.DataStream is { } data)
        {
            for (var buffer = new byte[64 * 1024]; await data.ReadAsync(buffer, cancellationToken) is > 0 and var read;)
            {
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static Task WriteAsync(TarWriter tar, string name, Stream content, DateTimeOffset now, CancellationToken cancellationToken) => tar.WriteEntryAsync(
        new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = content, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite, ModificationTime = now }, cancellationToken);

    /// <summary>What Consul says of a snapshot of its log, as far as it means something here.</summary>
    private static byte[] MetaOf(StateDump dump, string server, DateTimeOffset now) => ConsulJson.Write(pretty: false, json =>
    {
        json.WriteStartObject();
        json.WriteNumber("Version"u8, 1);
        json.WriteString("ID"u8, string.Create(CultureInfo.InvariantCulture, $"1-{dump.Index}-{now.ToUnixTimeMilliseconds()}"));
        json.WriteNumber("Index"u8, dump.Index);
        json.WriteNumber("Term"u8, 1);
        json.WriteNull("Peers"u8);
        json.WriteStartObject("Configuration"u8);
        json.WriteStartArray("Servers"u8);
        json.WriteStartObject();
        json.WriteNumber("Suffrage"u8, 0);
        json.WriteString("ID"u8, server);
        json.WriteString("Address"u8, server);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNumber("ConfigurationIndex"u8, 1);
        json.WriteNumber("Size"u8, dump.Content.Length);
        json.WriteEndObject();
    }).ToArray();
}
