using System.IO.Compression;
using System.Security.Cryptography;
using Batata.Application.Abstractions;
using Batata.Application.Snapshots;
using Batata.Domain.Shared;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Persistence;
using Batata.Infrastructure.Persistence.Snapshots;

namespace Batata.Infrastructure.Snapshots;

/// <summary>
/// Dumps go to a file first, so that a client that reads slowly holds no read of the state open. Restores go through the log in pieces, since an entry must
/// not hold up the others; the last entry alone changes what is seen.
/// </summary>
internal sealed class ConsulSnapshots(RaftNode node, StateDatabaseHolder state, IReplicatedLog log) : IConsulSnapshots
{
    private const int PartBytes = 1 << 20;

    public async Task<StateDump> TakeAsync(CancellationToken cancellationToken)
    {
        var content = OpenScratch();
        try
        {
            var index = await Task.Factory.StartNew(
                () => state.Database.ReadLong(content, static (session, target, _) => ConsulStateDump.Write(session, target)), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            content.Position = 0;
            return new StateDump(content, index);
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    public async Task<Outcome<bool>> RestoreAsync(Stream content, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        await using var packed = OpenScratch();
        var hash = await PackAsync(content, packed, cancellationToken);
        packed.Position = 0;
        var parts = 0;
        for (var buffer = new byte[PartBytes]; await packed.ReadAtLeastAsync(buffer, PartBytes, throwOnEndOfStream: false, cancellationToken) is > 0 and var read;)
        {
            var staged = await log.ProposeAsync(new StageSnapshotPartEntry(id, parts++, buffer.AsSpan(0, read).ToArray()), cancellationToken);
            if (!staged.Ok) return staged;
        }
        return await log.ProposeAsync(new RestoreConsulStateEntry(id, parts, hash), cancellationToken);
    }

    public Stream OpenScratch() => new FileStream(
        Path.Combine(node.Folder!.SnapshotsPath, $"consul-{Guid.NewGuid():N}.unfinished"), // a leftover goes with the next start
        new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose, BufferSize = 64 * 1024 });

    private static async Task<byte[]> PackAsync(Stream content, Stream packed, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true);
        for (var buffer = new byte[64 * 1024]; await content.ReadAsync(buffer, cancellationToken) is > 0 and var read;)
        {
            hash.AppendData(buffer, 0, read);
            await gzip.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }
        return hash.GetHashAndReset();
    }
}
