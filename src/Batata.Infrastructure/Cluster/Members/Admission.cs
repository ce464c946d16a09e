using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>
/// Decides when a node with a new data folder may vote. Either the cluster itself is new: all members are there and all are new, or one that
/// votes already names this one among its founders. Or it has caught up with a leader that was elected without it. Until then it follows.
/// </summary>
internal sealed partial class Admission(ClusterOptions options, PeerClients peers, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(2);

    private volatile string? _waiting;

    /// <summary>What is being waited for, for people.</summary>
    public string? Waiting => _waiting;

    /// <param name="caughtUp">Completes when this node holds what a leader has committed.</param>
    /// <returns>The founders when this node is one of them; else none.</returns>
    public async Task<IReadOnlyList<Guid>> WaitAsync(Guid self, Func<CancellationToken, Task<bool>> caughtUp, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await FoundersAsync(self, cancellationToken) is { } founders)
            {
                LogFounding(founders.Count);
                return founders;
            }
            if (await caughtUp(cancellationToken))
            {
                LogJoined();
                return [];
            }
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<Guid>?> FoundersAsync(Guid self, CancellationToken cancellationToken)
    {
        var others = options.Members.Where(member => member != options.Self).ToList();
        var replies = await Task.WhenAll(others.Select(member => AskAsync(member, self, cancellationToken)));
        foreach (var reply in replies)
        {
            if (reply is not { Votes: true }) continue;
            List<Guid> founders = [.. reply.Founders.Select(IdOf)];
            if (founders.Contains(self)) return founders;
            Told("The cluster is older than this node's data folder, so it waits for a leader to catch up with.");
            return null;
        }
        var absent = others.Where((_, i) => replies[i] is null).ToList();
        Told(absent.Count == 0 ? null : $"A new cluster begins when all its members are there; missing: {string.Join(", ", absent)}.");
        if (absent.Count > 0) return null;
        foreach (var (reply, other) in replies.Zip(others))
        {
            if (reply!.Members.ToHashSet().SetEquals(options.Members.Select(static member => member.ToString()))) continue;
            Told($"{other} has another list of members: {string.Join(", ", reply.Members)}.");
            return null;
        }
        return [self, .. replies.Select(static reply => IdOf(reply!.NodeId))];
    }

    private async Task<HelloReply?> AskAsync(MemberAddress member, Guid self, CancellationToken cancellationToken)
    {
        var request = new HelloRequest { NodeId = NodeService.ToBytes(self) };
        request.Members.AddRange(options.Members.Select(static one => one.ToString()));
        try
        {
            return await peers.Of(member).HelloAsync(request, deadline: DateTime.UtcNow + AnswerPatience, cancellationToken: cancellationToken);
        }
        catch (RpcException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }

    private void Told(string? waiting)
    {
        if (waiting is not null && waiting != _waiting) LogWaiting(waiting);
        _waiting = waiting;
    }

    private static Guid IdOf(Google.Protobuf.ByteString bytes) => bytes.Length == 16 ? new Guid(bytes.Span, bigEndian: true) : Guid.Empty;

    [LoggerMessage(EventId = 1251, Level = LogLevel.Information, Message = "{Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(EventId = 1252, Level = LogLevel.Information, Message = "The cluster is new: this node is one of its {Count} founders")]
    private partial void LogFounding(int count);

    [LoggerMessage(EventId = 1253, Level = LogLevel.Information, Message = "This node has caught up with the cluster and takes part in elections from now on")]
    private partial void LogJoined();
}
