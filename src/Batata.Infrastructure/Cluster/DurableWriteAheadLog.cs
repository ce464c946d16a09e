using DotNext.IO.Log;
using DotNext.Net.Cluster.Consensus.Raft;
using DotNext.Net.Cluster.Consensus.Raft.StateMachine;

namespace Batata.Infrastructure.Cluster;

/// <summary>
/// The log on disk. A node that follows must have flushed what it was sent before it says so: the stock log answers first and flushes later,
/// and loses acknowledged writes when all nodes die at once. (A node that leads flushes before it commits, which the stock log does right.)
/// What there is no room for is refused before any of it is written; to the leader this node is then one that does not answer, and it tries again.
/// </summary>
internal sealed class DurableWriteAheadLog(string path, IStateMachine stateMachine, DiskSpace? space = null) : WriteAheadLog(OptionsFor(path), stateMachine), IAuditTrail<IRaftLogEntry>
{
    /// <summary>A snapshot is received, unpacked, and takes the place of the state.</summary>
    private const int CopiesOfSnapshot = 3;

    /// <summary>Large: with small ones the log is four to eight times slower and runs out of memory maps. Part of the format of a data folder.</summary>
    public const int ChunkBytes = 16 * 1024 * 1024;

    /// <summary>For an entry that the log still holds.</summary>
    public async ValueTask<long> TermOfAsync(long index, CancellationToken cancellationToken)
    {
        using var entries = await ReadAsync(index, index, cancellationToken);
        return entries[0].Term;
    }

    async ValueTask IAuditTrail<IRaftLogEntry>.AppendAsync<TEntry>(ILogEntryProducer<TEntry> entries, long startIndex, bool skipCommitted, CancellationToken token)
    {
        var any = entries.RemainingCount > 0; // a heartbeat brings none, and what came before was flushed then
        if (any) space?.ThrowIfFull();
        await AppendAsync(entries, startIndex, skipCommitted, token);
        if (any) await FlushAsync(token);
    }

    async ValueTask IAuditTrail<IRaftLogEntry>.AppendAsync<TEntry>(TEntry entry, long startIndex, CancellationToken token)
    {
        space?.ThrowIfFull(entry.IsSnapshot ? CopiesOfSnapshot * (entry.Length ?? 0) : 0);
        await AppendAsync(entry, startIndex, token);
        if (!entry.IsSnapshot) await FlushAsync(token);
    }

    private static Options OptionsFor(string path) => new()
    {
        Location = path,
        ChunkSize = ChunkBytes,
        HashAlgorithm = IntegrityHashAlgorithm.XxHash3, // so that a damaged log is noticed; part of the format too
    };
}
