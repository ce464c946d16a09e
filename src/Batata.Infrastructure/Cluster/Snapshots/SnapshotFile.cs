using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using Batata.Infrastructure.Persistence;

namespace Batata.Infrastructure.Cluster.Snapshots;

/// <summary>
/// A copy of the state database with a trailer: mark, format, index and term of the last entry in it, and a hash of all before the hash.
/// Sent to a peer as it is. Named <c>{index}-{term}.snapshot</c>.
/// </summary>
internal sealed record SnapshotFile(string Path, long Index, long Term)
{
    public const string Extension = ".snapshot";

    private const int TrailerBytes = 40;
    private const uint Format = 1;

    private static ReadOnlySpan<byte> Mark => "BATASNAP"u8;

    public static string NameOf(long index, long term) => string.Create(CultureInfo.InvariantCulture, $"{index}-{term}{Extension}");

    /// <summary>Null when the name is not one of ours.</summary>
    public static SnapshotFile? FromName(string path)
    {
        var parts = System.IO.Path.GetFileNameWithoutExtension(path).Split('-');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var term)
            ? new SnapshotFile(path, index, term)
            : null;
    }

    /// <summary>Puts the trailer behind the copy of the database and flushes it.</summary>
    public static void Seal(string copy, long index, long term)
    {
        using var file = File.OpenHandle(copy, FileMode.Open, FileAccess.ReadWrite);
        var length = RandomAccess.GetLength(file);
        var hash = Hash(file, length);
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        WriteTrailer(trailer, index, term);
        hash.Append(trailer[..^8]);
        BinaryPrimitives.WriteUInt64LittleEndian(trailer[^8..], hash.GetCurrentHashAsUInt64());
        RandomAccess.Write(file, trailer, length);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Looks at the trailer only: whether the file was written to its end, by a release that this one understands.</summary>
    public bool LooksWhole()
    {
        using var file = File.OpenHandle(Path);
        return HasTrailer(file, out _);
    }

    /// <summary>Reads all of it.</summary>
    public bool IsWhole()
    {
        using var file = File.OpenHandle(Path, options: FileOptions.SequentialScan);
        if (!HasTrailer(file, out var stored)) return false;
        return Hash(file, RandomAccess.GetLength(file) - 8).GetCurrentHashAsUInt64() == stored;
    }

    /// <summary>Writes the database in it to a file of its own, flushed.</summary>
    public void ExtractTo(string target)
    {
        File.Copy(Path, target, overwrite: true);
        using (var file = File.OpenHandle(target, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.SetLength(file, RandomAccess.GetLength(file) - TrailerBytes);
        DurableFiles.Flush(target);
    }

    private bool HasTrailer(Microsoft.Win32.SafeHandles.SafeFileHandle file, out ulong hash)
    {
        Span<byte> found = stackalloc byte[TrailerBytes];
        Span<byte> wanted = stackalloc byte[TrailerBytes];
        WriteTrailer(wanted, Index, Term);
        var at = RandomAccess.GetLength(file) - TrailerBytes;
        hash = 0;
        if (at < 0 || RandomAccess.Read(file, found, at) < TrailerBytes) return false;
        hash = BinaryPrimitives.ReadUInt64LittleEndian(found[^8..]);
        return found[..^8].SequenceEqual(wanted[..^8]);
    }

    private static void WriteTrailer(Span<byte> trailer, long index, long term)
    {
        Mark.CopyTo(trailer);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[8..], Format);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[12..], 0);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[16..], index);
        BinaryPrimitives.WriteInt64LittleEndian(trailer[24..], term);
    }

    private static XxHash3 Hash(Microsoft.Win32.SafeHandles.SafeFileHandle file, long length)
    {
        var hash = new XxHash3();
        var buffer = new byte[256 * 1024];
        for (long at = 0; at < length;)
        {
            var read = RandomAccess.Read(file, buffer.AsSpan(0, (int)Math.Min(buffer.Length, length - at)), at);
            if (read == 0) throw new EndOfStreamException($"A snapshot became shorter while it was read, at {at} of {length}.");
            hash.Append(buffer.AsSpan(0, read));
            at += read;
        }
        return hash;
    }
}
