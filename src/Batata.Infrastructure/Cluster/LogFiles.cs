using System.Buffers.Binary;
using System.Globalization;
using DotNext.Net.Cluster;

namespace Batata.Infrastructure.Cluster;

/// <summary>
/// Looks at the small files of the log before it is opened. The log itself takes a file that was cut short for a new one and would begin
/// empty; what the large ones hold it checks by their hashes.
/// </summary>
internal static class LogFiles
{
    private const int CheckpointBytes = 20; // format, committed index, last index

    /// <exception cref="DataFolderException">Damaged; the message names the file.</exception>
    public static void Check(string path)
    {
        var checkpoint = Path.Combine(path, "checkpoint");
        var vote = Path.Combine(path, "state");
        if (CheckCheckpoint(checkpoint) && !File.Exists(vote)) throw Damaged(vote, "is missing");
        var voteBytes = 1 + ClusterMemberId.Size + sizeof(long);
        if (File.Exists(vote) && new FileInfo(vote).Length is not 0 and var length && length != voteBytes)
            throw Damaged(vote, $"has {length.ToString(CultureInfo.InvariantCulture)} bytes instead of {voteBytes.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <returns>Of the last entry; 0 for an empty log.</returns>
    public static long LastIndex(string path)
    {
        var checkpoint = Path.Combine(path, "checkpoint");
        return CheckCheckpoint(checkpoint) ? BinaryPrimitives.ReadInt64LittleEndian(File.ReadAllBytes(checkpoint).AsSpan(12)) : 0;
    }

    /// <returns>True when the log holds entries.</returns>
    private static bool CheckCheckpoint(string file)
    {
        if (!File.Exists(file)) return false;
        var bytes = File.ReadAllBytes(file);
        if (bytes.Length == 0) return false; // created, and then nothing was written
        if (bytes.Length != CheckpointBytes) throw Damaged(file, $"has {bytes.Length.ToString(CultureInfo.InvariantCulture)} bytes instead of {CheckpointBytes}");
        var committed = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(4));
        var last = BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(12));
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != 1 || committed < 0 || last < committed) throw Damaged(file, "holds no checkpoint");
        return last > 0;
    }

    private static DataFolderException Damaged(string file, string how) => new($"{file} is damaged: it {how}. Restore the data folder from a backup.");
}
