using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Cluster.Entries;

namespace Batata.Infrastructure.Checking;

/// <summary>
/// Reads the log without opening it, since that would change it: the hash of each entry, and whether this release understands it. Layout of
/// DotNext 6.12 <c>WriteAheadLog</c>: entry i has 64 bytes of metadata at i·64 (term, length, address, flags; then XxHash3 of payload and metadata), in pages
/// of 4 KiB; payloads lie one after the other in pages of 16 MiB. A page is a file, named by its number.
/// </summary>
internal sealed class LogCheck(string path, CheckNotes notes)
{
    private const int MetadataSlot = 64;
    private const int MetadataBytes = 32;

    /// <summary>Flag of an entry that is DotNext's own: a change of members.</summary>
    private const uint OfMembers = 2;
    private const int MetadataPage = 4096;
    private const int EntriesInPage = MetadataPage / MetadataSlot;
    private const long MaxEntryBytes = 1L << 30;

    private readonly EntryCodec _codec = new();
    private readonly Dictionary<long, FileStream?> _data = [];

    /// <summary>First entry that is there; one behind the last when there is none.</summary>
    public long FirstIndex { get; private set; } = 1;

    public long LastIndex { get; private set; }

    public long Entries { get; private set; }

    /// <param name="firstNeeded">Entries before it are in a snapshot.</param>
    public void Run(long firstNeeded, CancellationToken cancellationToken)
    {
        notes.Begin("log");
        try
        {
            LogFiles.Check(path);
        }
        catch (DataFolderException e)
        {
            notes.Problem(e.Message);
            return;
        }
        LastIndex = LastOnDisk();
        var pages = Pages();
        // What a snapshot covers is deleted page by page, so a few entries before it may be left, and need not be whole.
        FirstIndex = pages.Count == 0 ? LastIndex + 1 : Math.Max(Math.Max(1, pages[0] * EntriesInPage), firstNeeded);
        try
        {
            CheckEntries(cancellationToken);
        }
        finally
        {
            foreach (var file in _data.Values) file?.Dispose();
        }
    }

    private long LastOnDisk()
    {
        var checkpoint = Path.Combine(path, "checkpoint");
        var bytes = File.Exists(checkpoint) ? File.ReadAllBytes(checkpoint) : [];
        return bytes.Length == 0 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(12));
    }

    private List<long> Pages()
    {
        var folder = Path.Combine(path, "metadata");
        if (!Directory.Exists(folder)) return [];
        var pages = Directory.EnumerateFiles(folder)
            .Select(static file => long.TryParse(Path.GetFileName(file), NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? page : -1)
            .Where(static page => page >= 0)
            .ToList();
        pages.Sort();
        return pages;
    }

    private void CheckEntries(CancellationToken cancellationToken)
    {
        var metadata = new byte[MetadataPage];
        for (var index = FirstIndex; index <= LastIndex; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (page, slot) = (index / EntriesInPage, (int)(index % EntriesInPage));
            if ((slot == 0 || index == FirstIndex) && !TryReadPage(page, metadata))
            {
                notes.Problem($"{Path.Combine(path, "metadata", Number(page))} is missing or cut short: entries from {Number(index)} on cannot be read.");
                return;
            }
            if (CheckEntry(metadata.AsSpan(slot * MetadataSlot, MetadataSlot)) is { } problem)
            {
                notes.Problem($"Entry {Number(index)} of the log in {path} {problem}");
                return; // where one is damaged the next ones cannot be trusted
            }
            notes.Passed("log, entries", ++Entries);
        }
    }

    private bool TryReadPage(long page, byte[] into)
    {
        var file = Path.Combine(path, "metadata", Number(page));
        if (!File.Exists(file)) return false;
        using var handle = File.OpenHandle(file);
        return RandomAccess.Read(handle, into, 0) == MetadataPage;
    }

    /// <returns>What is wrong; null when nothing is.</returns>
    private string? CheckEntry(ReadOnlySpan<byte> slot)
    {
        var length = BinaryPrimitives.ReadInt64LittleEndian(slot[8..]);
        var address = BinaryPrimitives.ReadInt64LittleEndian(slot[16..]);
        if (length is < 0 or > MaxEntryBytes || address < 0) return "is damaged: its head makes no sense.";
        var payload = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            if (!TryReadPayload(address, payload.AsSpan(0, (int)length))) return "is damaged: the pages that hold it are missing or cut short.";
            var hash = new XxHash3();
            hash.Append(payload.AsSpan(0, (int)length));
            hash.Append(slot[..MetadataBytes]);
            Span<byte> computed = stackalloc byte[8];
            hash.GetCurrentHash(computed);
            if (!computed.SequenceEqual(slot.Slice(MetadataBytes, 8))) return "is damaged: its hash is another one.";
            var isOfMembers = (BinaryPrimitives.ReadUInt32LittleEndian(slot[24..]) & OfMembers) != 0;
            if (length > 0 && !isOfMembers) _ = _codec.Decode(new ReadOnlySequence<byte>(payload, 0, (int)length)); // none: the mark of a new leader
            return null;
        }
        catch (UnreadableEntryException e)
        {
            return $"cannot be read: {e.Message}";
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(payload);
        }
    }

    private bool TryReadPayload(long address, Span<byte> into)
    {
        while (into.Length > 0)
        {
            var (page, offset) = (address / DurableWriteAheadLog.ChunkBytes, address % DurableWriteAheadLog.ChunkBytes);
            var part = into[..(int)Math.Min(into.Length, DurableWriteAheadLog.ChunkBytes - offset)];
            if (!_data.TryGetValue(page, out var file))
            {
                var name = Path.Combine(path, "data", Number(page));
                foreach (var old in _data.Values) old?.Dispose(); // entries come in the order of addresses
                _data.Clear();
                _data[page] = file = File.Exists(name) ? new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20) : null;
            }
            if (file is null) return false;
            if (file.Position != offset) file.Position = offset;
            if (file.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) < part.Length) return false;
            address += part.Length;
            into = into[part.Length..];
        }
        return true;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
