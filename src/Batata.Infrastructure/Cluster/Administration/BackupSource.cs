using System.Security.Cryptography;
using Batata.Application.Cluster;
using Batata.Infrastructure.Cluster.Wire;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Administration;

/// <summary>A backup of what is replicated, while it is read and written: a copy of one moment of the state, and then the copy is sent.</summary>
internal sealed partial class BackupSource(RaftNode node, IClusterNodes nodes, TimeProvider time, ILogger<BackupSource> logger) : IDisposable
{
    private const int PartBytes = 256 * 1024;
    private static readonly TimeSpan BarrierPatience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1, 1);

    public async Task SendAsync(bool stale, IServerStreamWriter<BackupPart> target, CancellationToken cancellationToken)
    {
        if (!await _one.WaitAsync(TimeSpan.Zero, cancellationToken)) throw Refused(StatusCode.ResourceExhausted, "a backup of this node is being made already");
        try
        {
            if (!node.Gate.TryEnter()) throw Refused(StatusCode.Unavailable, node.NotReadyReason ?? "The node is starting or stopping.");
            FileStream copy;
            long index;
            try
            {
                if (!stale) await PassBarrierAsync(cancellationToken);
                (copy, index) = await CopyAsync(cancellationToken);
            }
            finally
            {
                node.Gate.Leave(); // who reads slowly must not hold up a stop
            }
            await using (copy) await SendAsync(copy, index, target, cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task PassBarrierAsync(CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(BarrierPatience);
        try
        {
            await node.PassBarrierAsync(patience.Token);
        }
        catch (Exception e) when (e is not RpcException && !cancellationToken.IsCancellationRequested)
        {
            throw Refused(StatusCode.Unavailable, "there is no leader to ask what was acknowledged last; with --stale the backup holds what this node has");
        }
    }

    /// <returns>The copy, which is gone when it is closed.</returns>
    private async Task<(FileStream Copy, long Index)> CopyAsync(CancellationToken cancellationToken)
    {
        var (state, folder) = (node.State!, node.Folder!);
        var needed = new FileInfo(state.FileName).Length + DiskSpace.Reserve;
        if (new DriveInfo(folder.Path).AvailableFreeSpace < needed)
            throw Refused(StatusCode.ResourceExhausted, $"the disk of {folder.Path} has no room for the copy: {needed / (1024 * 1024)} MiB are needed");
        var staged = Path.Combine(folder.SnapshotsPath, "backup.unfinished"); // a leftover goes with the next start
        var index = await Task.Factory.StartNew(() => state.BackupTo(staged), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return (new FileStream(staged, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan | FileOptions.DeleteOnClose, BufferSize = 0 }), index);
    }

    private async Task SendAsync(FileStream copy, long index, IServerStreamWriter<BackupPart> target, CancellationToken cancellationToken)
    {
        var self = nodes.Self;
        var begin = BackupFile.Begin(new BackupHeader
        {
            CreatedUnixMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Version = self.Version ?? "",
            Index = index,
            DatabaseBytes = copy.Length,
            NodeName = self.Label,
            NodeAddress = self.Name.Address,
        });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(begin);
        await target.WriteAsync(new BackupPart { Data = UnsafeByteOperations.UnsafeWrap(begin), TotalBytes = begin.Length + copy.Length + BackupFile.HashBytes }, cancellationToken);
        var buffer = new byte[PartBytes];
        for (int read; (read = await copy.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            hash.AppendData(buffer, 0, read);
            await target.WriteAsync(new BackupPart { Data = UnsafeByteOperations.UnsafeWrap(buffer.AsMemory(0, read)) }, cancellationToken); // serialised when it returns
        }
        await target.WriteAsync(new BackupPart { Data = ByteString.CopyFrom(hash.GetHashAndReset()) }, cancellationToken);
        LogSent(index, copy.Length);
    }

    private static RpcException Refused(StatusCode code, string why) => new(new Status(code, why));

    [LoggerMessage(EventId = 1292, Level = LogLevel.Information, Message = "A backup up to entry {Index} was made, {Bytes} bytes")]
    private partial void LogSent(long index, long bytes);
}
