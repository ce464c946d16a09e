using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Persistence.Configs.Seals;

/// <summary>
/// Says which keys this node lacks; and on the leader: brings every secret under the newest key, those that were stored in clear before there was
/// one among them, and forgets keys that nothing needs any more.
/// </summary>
internal sealed partial class SealSweep(
    SealQueries queries, ContentKeys keys, IContentSeal seal, IReplicatedLog log, ILeaderLease lease, INodeState node, TimeProvider time, ILogger<SealSweep> logger)
    : BackgroundService
{
    private const int Batch = 50;
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Again = TimeSpan.FromHours(1);

    private string _lackingTold = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await node.FirstReady.WaitAsync(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return; // the start failed, which is told elsewhere
        }
        using var timer = new PeriodicTimer(Look, time);
        DateTimeOffset? last = null;
        do
        {
            try
            {
                await TellLackingAsync(stoppingToken);
                if (!lease.TryHold(out _)) last = null; // another node may have left it half done
                else if (last is null || time.GetUtcNow() - last > Again)
                {
                    await RunAsync(stoppingToken);
                    last = time.GetUtcNow();
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    internal async Task TellLackingAsync(CancellationToken cancellationToken)
    {
        var lacking = string.Join(", ", (await queries.KeyIdsAsync(cancellationToken)).Except(keys.Ids));
        if (lacking.Length > 0 && lacking != _lackingTold) LogLacking(lacking);
        _lackingTold = lacking;
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (keys.Newest is not { } newest) return;
        var resealed = 0;
        foreach (var table in Enum.GetValues<ConfigTable>())
        {
            foreach (var ids in (await queries.FindAsync(table, cancellationToken)).Chunk(Batch))
            {
                if (!lease.TryHold(out _)) return;
                var others = (await queries.ReadOthersAsync(table, ids, newest.Id, cancellationToken)).Where(CanOpen).ToList();
                if (others.Count == 0) continue;
                var written = await log.ProposeAsync(new ResealConfigsEntry(others.ConvertAll(secret => Reseal(newest, secret))), cancellationToken);
                if (!written.Ok)
                {
                    LogRefused(written.Failure.Message);
                    return;
                }
                resealed += written.Value;
            }
        }
        if (resealed > 0) LogResealed(resealed, newest.Id);
        foreach (var id in (await queries.KeyIdsAsync(cancellationToken)).Where(id => id != newest.Id))
        {
            var forgotten = await log.ProposeAsync(new ForgetSealKeyEntry(id), cancellationToken);
            if (forgotten is { Ok: true, Value: true }) LogKeyFree(id);
        }
    }

    private bool CanOpen(StoredSecret secret) => SealedText.KeyIdOf(secret.Text) is not { } id || keys.Find(id) is not null;

    private ResealedContent Reseal(ContentKey newest, StoredSecret secret)
    {
        var text = seal.Open(secret.Key, new ConfigContent(secret.Text, secret.Md5, "")).Text;
        return new ResealedContent(secret.Table, secret.Id, secret.Md5, SealedText.Seal(newest, secret.Key, text));
    }

    [LoggerMessage(EventId = 1512, Level = LogLevel.Error, Message = "Configs are encrypted with keys that this node lacks: {KeyIds}. It cannot serve them (batata.config.encryption.key-file)")]
    private partial void LogLacking(string keyIds);

    [LoggerMessage(EventId = 1513, Level = LogLevel.Information, Message = "{Count} contents and rows of history were encrypted anew with the key {KeyId}")]
    private partial void LogResealed(int count, string keyId);

    [LoggerMessage(EventId = 1514, Level = LogLevel.Information, Message = "Nothing needs the key {KeyId} any more; it may be taken from every node")]
    private partial void LogKeyFree(string keyId);

    [LoggerMessage(EventId = 1515, Level = LogLevel.Warning, Message = "Contents could not be encrypted anew, and will be tried again: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(EventId = 1516, Level = LogLevel.Error, Message = "Encrypted contents could not be looked after; it will be tried again")]
    private partial void LogFailed(Exception exception);
}
