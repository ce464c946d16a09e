using DotNext.IO;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;

namespace Batata.Infrastructure.Cluster.Snapshots;

/// <summary>A snapshot as the log sees it: where the log may begin, and the bytes that a peer is sent.</summary>
internal sealed class StateSnapshot(SnapshotFile file) : ISnapshot
{
    public SnapshotFile File { get; } = file;

    public long Index => File.Index;

    public long Term => File.Term;

    long? IDataTransferObject.Length => new FileInfo(File.Path).Length;

    bool IDataTransferObject.IsReusable => true;

    async ValueTask IDataTransferObject.WriteToAsync<TWriter>(TWriter writer, CancellationToken token)
    {
        await using var stream = new FileStream(File.Path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan, BufferSize = 0 });
        await writer.CopyFromAsync(stream, count: null, token);
    }
}
