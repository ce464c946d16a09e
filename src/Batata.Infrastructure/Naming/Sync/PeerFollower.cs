using Batata.Infrastructure.Cluster.Members;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>Follows the registry of one other node for as long as that is a member, over one stream after the other.</summary>
internal sealed partial class PeerFollower(
    MemberAddress member, PeerClients peers, PeerRecords records, RegistryCore core, PeerSight sight, ILogger<PeerFollower> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Two digests that did not come: the connection stands, but nobody is behind it.</summary>
    private static readonly TimeSpan LongestSilence = (2 * RegistrySender.DigestPeriod) + TimeSpan.FromSeconds(1);

    private bool _said;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        sight.Expect(member);
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            var receiver = new RegistryReceiver(records, core, member);
            try
            {
                await FollowAsync(receiver, cancellationToken);
            }
            catch (Exception e) when (e is RpcException or TimeoutException or OperationCanceledException)
            {
                var reason = e is RpcException rpc ? rpc.Status.Detail : e.Message;
                if (receiver.HasSnapshot && !cancellationToken.IsCancellationRequested) LogLost(member, reason);
            }
#pragma warning disable CA1031 // A record that cannot be read, or a bug. The others must go on, and so must this one with the next release of the peer.
            catch (Exception e)
#pragma warning restore CA1031
            {
                LogFailed(e, member);
            }
            if (receiver.Copy is { } copy) records.Lose(copy);
            sight.Lost(member);
            pause = receiver.HasSnapshot ? FirstPause : TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            await Task.Delay(pause, core.Clock.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        sight.Forget(member);
    }

    private async Task FollowAsync(RegistryReceiver receiver, CancellationToken cancellationToken)
    {
        using var call = peers.NamingOf(member).Follow(new FollowRequest { NodeId = core.Owner.Incarnation.NodeId }, cancellationToken: cancellationToken);
        while (await call.ResponseStream.MoveNext(cancellationToken).WaitAsync(LongestSilence, core.Clock.Time, cancellationToken))
        {
            switch (receiver.Take(call.ResponseStream.Current))
            {
                case Received.OutOfStep:
                    sight.CountOutOfStep();
                    LogOutOfStep(member);
                    return;
                case Received.Left:
                    sight.Left(member);
                    LogLeft(member);
                    return;
                default:
                    Note(receiver);
                    break;
            }
        }
    }

    private void Note(RegistryReceiver receiver)
    {
        if (!receiver.HasSnapshot)
        {
            sight.Comes(member);
            _said = false;
            return;
        }
        sight.Follows(member);
        if (_said) return;
        _said = true;
        var count = receiver.Copy!.Digest().Count;
        LogFollows(member, count);
    }

    [LoggerMessage(EventId = 1324, Level = LogLevel.Information, Message = "Follows the registry of {Member}, which has {Count} registrations")]
    private partial void LogFollows(MemberAddress member, long count);

    [LoggerMessage(EventId = 1325, Level = LogLevel.Warning, Message = "Lost the registry of {Member}; its instances are kept for a while: {Reason}")]
    private partial void LogLost(MemberAddress member, string reason);

    [LoggerMessage(EventId = 1326, Level = LogLevel.Warning, Message = "The registry of {Member} differs from what is known here, and is read again")]
    private partial void LogOutOfStep(MemberAddress member);

    [LoggerMessage(EventId = 1327, Level = LogLevel.Information, Message = "{Member} stops; its clients look for another node")]
    private partial void LogLeft(MemberAddress member);

    [LoggerMessage(EventId = 1328, Level = LogLevel.Error, Message = "The registry of {Member} could not be followed, and will be tried again")]
    private partial void LogFailed(Exception exception, MemberAddress member);
}
