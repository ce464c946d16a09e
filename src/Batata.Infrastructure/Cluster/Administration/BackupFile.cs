using System.Buffers.Binary;
using System.Security.Cryptography;
using Batata.Infrastructure.Cluster.Wire;
using Google.Protobuf;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>The parts of a backup file around the database, as <c>proto/cluster/admin.proto</c> describes them.</summary>
internal static class BackupFile
{
    public const int Format = 1;
    public const int HashBytes = SHA256.HashSizeInBytes;
    public const int HeadBytes = 16;

    /// <summary>More is no header of ours.</summary>
    public const int MaxHeaderBytes = 64 * 1024;

    private static ReadOnlySpan<byte> Mark => "BATABACK"u8;

    /// <summary>All that comes before the database.</summary>
    public static byte[] Begin(BackupHeader header)
    {
        var bytes = new byte[HeadBytes + header.CalculateSize()];
        Mark.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), Format);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), bytes.Length - HeadBytes);
        header.WriteTo(bytes.AsSpan(HeadBytes));
        return bytes;
    }

    /// <param name="head">The first bytes of a file.</param>
    /// <returns>Length of the header that follows.</returns>
    /// <exception cref="InvalidDataException">Not a backup, or of a newer release.</exception>
    public static int HeaderLength(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeadBytes || !head[..8].SequenceEqual(Mark)) throw new InvalidDataException("it is no backup of Batata");
        var format = BinaryPrimitives.ReadInt32LittleEndian(head[8..]);
        if (format > Format) throw new InvalidDataException($"it has format {format}, and this Batata knows formats up to {Format}; use the newer version");
        var length = BinaryPrimitives.ReadInt32LittleEndian(head[12..]);
        return format < 1 || length is < 0 or > MaxHeaderBytes ? throw new InvalidDataException("its beginning is damaged") : length;
    }
}
