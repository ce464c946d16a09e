using Batata.Application.Naming;
using Batata.Infrastructure.Cluster.Members;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>
/// Drops what lost nodes left once their clients had time to find another node, but nothing while this node sees fewer than half of the others:
/// then it is more likely cut off itself.
/// </summary>
internal sealed partial class OrphanSweep(PeerRecords records, PeerSight sight, RegistryClock clock, IOptions<NamingOptions> options, ILogger<OrphanSweep> logger)
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>A pass that comes this late means that the process stood still and heard of nobody.</summary>
    private const long StoodStillMs = 5_000;

    private bool _preserving;
    private long _lastRunMs = clock.NowMs;

    /// <summary>Nothing of a lost node is waiting to be dropped, and every other node is followed: what is not in the registry is nowhere.</summary>
    public bool IsPictureWhole => !sight.IsPreserving && sight.IsSettled && records.Copies.All(static copy => copy.IsLive);

    public void Run()
    {
        var nowMs = clock.NowMs;
        var stoodStill = nowMs - _lastRunMs - (long)Period.TotalMilliseconds > StoodStillMs;
        _lastRunMs = nowMs;
        var preserving = sight.IsPreserving;
        if (preserving != _preserving) Say(preserving);
        // After either the clients get their time from now on.
        var anew = stoodStill || (_preserving && !preserving);
        _preserving = preserving;
        foreach (var copy in records.Copies)
        {
            if (copy.IsLive) continue;
            if (anew) copy.LostMs = nowMs;
            if (!preserving) Look(copy, nowMs - copy.LostMs);
        }
    }

    private void Look(OwnerCopy copy, long lostMs)
    {
        if (lostMs < options.Value.LostOwnerGraceMs && !copy.IsEmpty) return;
        var dropped = records.Drop(copy, client => lostMs >= SilenceMs(client));
        sight.CountDropped(dropped);
        if (dropped > 0) LogDropped(dropped, copy.Member);
    }

    /// <summary>An HTTP client that said that it beats seldom is given the time for a beat.</summary>
    private static long SilenceMs(RegistryClient client)
    {
        if (client.Kind != NamingClientKind.EphemeralAddress) return 0;
        lock (client.Gate)
        {
            var longest = 0L;
            foreach (var publication in client.Publications.Items) longest = Math.Max(longest, publication.Single?.Metadata.Preserved.HeartBeatTimeoutMs ?? 0);
            return longest;
        }
    }

    private void Say(bool preserving)
    {
        if (preserving) LogPreserving(sight.Followed, sight.Expected);
        else LogPreservedNoMore(sight.Followed, sight.Expected);
    }

    [LoggerMessage(EventId = 1321, Level = LogLevel.Information, Message = "{Count} clients of {Member}, which is away, did not come back and were dropped")]
    private partial void LogDropped(int count, MemberAddress member);

    [LoggerMessage(EventId = 1322, Level = LogLevel.Warning, Message = "Only {Seen} of {Expected} other nodes are seen: this node may be cut off, and keeps the instances of all")]
    private partial void LogPreserving(int seen, int expected);

    [LoggerMessage(EventId = 1323, Level = LogLevel.Information, Message = "{Seen} of {Expected} other nodes are seen again: instances of lost nodes are dropped once their grace is over")]
    private partial void LogPreservedNoMore(int seen, int expected);
}
