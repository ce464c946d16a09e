using System.IO.Compression;
using System.Text;

namespace Batata.Api.Nacos.Configs.Transfer;

/// <summary>
/// The ZIP of an import, unpacked in memory within limits: a bomb is refused by what it unpacks to, not by memory. Folders are passed over; of
/// entries with the same name the last counts.
/// </summary>
internal sealed class ConfigArchive
{
    /// <summary>Begins the record of an entry in the directory of a ZIP.</summary>
    private static ReadOnlySpan<byte> EntryMark => [(byte)'P', (byte)'K', 1, 2];

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private ConfigArchive(Dictionary<string, string> texts, bool damaged) => (Texts, IsDamaged) = (texts, damaged);

    /// <summary>Entry name → content, in the order of the archive.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; }

    /// <summary>Some entries could not be read.</summary>
    public bool IsDamaged { get; }

    /// <param name="maxBytes">All entries together, unpacked.</param>
    /// <exception cref="ArchiveTooLargeException">It unpacks to more than is taken.</exception>
    /// <returns>Null when it is no archive.</returns>
    public static async Task<ConfigArchive?> ReadAsync(byte[] file, long maxBytes, int maxEntries, CancellationToken cancellationToken)
    {
        try
        {
            // Before the directory is read, which takes a hundred bytes of memory for one of the file. A content may hold the mark, hardly thousands of it.
            if (file.AsSpan().Count(EntryMark) > maxEntries) throw new ArchiveTooLargeException($"The file has more than {maxEntries} entries.");
            using var stream = new MemoryStream(file, writable: false);
            await using var zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Read, leaveOpen: true, Utf8, cancellationToken);
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            var (left, damaged) = (maxBytes, false);
            foreach (var entry in zip.Entries)
            {
                if (entry.FullName.EndsWith('/')) continue;
                if (await TryReadAsync(entry, left, maxBytes, cancellationToken) is not { } bytes)
                {
                    damaged = true;
                    continue;
                }
                left -= bytes.Length;
                texts.Remove(entry.FullName); // so that the last one also stands last
                texts[entry.FullName] = Utf8.GetString(bytes);
            }
            return new ConfigArchive(texts, damaged);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>What the head says of the size is not believed.</summary>
    private static async Task<byte[]?> TryReadAsync(ZipArchiveEntry entry, long left, long maxBytes, CancellationToken cancellationToken)
    {
        try
        {
            await using var packed = await entry.OpenAsync(cancellationToken);
            using var bytes = new MemoryStream();
            var buffer = new byte[32 * 1024];
            int read;
            while ((read = await packed.ReadAsync(buffer, cancellationToken)) > 0)
            {
                if (bytes.Length + read > left) throw new ArchiveTooLargeException($"The file unpacks to more than {maxBytes / 1024 / 1024} MiB.");
                bytes.Write(buffer, 0, read);
            }
            return Crc32.Of(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) == entry.Crc32 ? bytes.ToArray() : null;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException or IOException)
        {
            return null;
        }
    }
}

/// <summary>An archive that unpacks to more than is taken. The message says so to the caller.</summary>
internal sealed class ArchiveTooLargeException(string message) : Exception(message);
