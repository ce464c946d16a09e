using Batata.Infrastructure.Cluster.Members;
using DotNext.Net.Cluster.Consensus.Raft;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster;

/// <summary>Who leads, as far as this node knows. Only of a node with peers.</summary>
internal sealed partial class Leadership : IDisposable
{
    /// <summary>Between two leaders a second or so goes by; nobody needs to hear of that.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly RaftCluster _cluster;
    private readonly MemberStore _members;
    private readonly MemberAddress _self;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private CancellationTokenSource _changed = new();
    private long _lastSeen;
    private long _gone;

    public Leadership(RaftCluster cluster, MemberStore members, MemberAddress self, TimeProvider time, ILogger logger)
    {
        (_cluster, _members, _self, _time, _logger) = (cluster, members, self, time, logger);
        _lastSeen = _gone = time.GetTimestamp();
        _cluster.LeaderChanged += OnChanged;
    }

    /// <summary>This node leads, or believes so: what it must do alone it does only under <see cref="HoldsLease"/>.</summary>
    public bool IsLocal => _cluster.Leader is { IsRemote: false };

    /// <summary>Another node leads.</summary>
    public MemberAddress? Remote => _cluster.Leader is { IsRemote: true } leader ? Find(leader) : null;

    /// <summary>For how long there has been none, while there is none.</summary>
    public TimeSpan Gone => _time.GetElapsedTime(Volatile.Read(ref _gone));

    /// <summary>Cancelled when another node, or none, leads.</summary>
    public CancellationToken Changed => Volatile.Read(ref _changed).Token;

    /// <summary>No other node can lead now.</summary>
    public bool HoldsLease(out CancellationToken lost) => _cluster.TryGetLeaseToken(out lost) && !lost.IsCancellationRequested;

    /// <returns>What is wrong, for people; null while there is a leader that this node hears, or was one a moment ago.</returns>
    public string? Problem()
    {
        if (_cluster.Leader is { } leader && (leader.IsRemote ? !_cluster.ConsensusToken.IsCancellationRequested : HoldsLease(out _)))
        {
            Volatile.Write(ref _lastSeen, _time.GetTimestamp());
            return null;
        }
        var since = _time.GetElapsedTime(Volatile.Read(ref _lastSeen));
        return since < Grace ? null : "There is no leader: this node reaches no majority of the cluster.";
    }

    /// <returns>False when there was none in time.</returns>
    public async Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        try
        {
            await _cluster.WaitForLeaderAsync(patience, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _cluster.LeaderChanged -= OnChanged;
        _changed.Cancel();
    }

    private void OnChanged(RaftCluster<RaftClusterMember> cluster, RaftClusterMember? leader)
    {
        var name = leader is null ? null : NameOf(leader);
        if (name is null)
        {
            Volatile.Write(ref _gone, _time.GetTimestamp());
            LogNone();
        }
        else LogLeads(name);
        Interlocked.Exchange(ref _changed, new CancellationTokenSource()).Cancel();
    }

    private string NameOf(RaftClusterMember leader) => leader.IsRemote ? Find(leader)?.ToString() ?? leader.EndPoint.ToString()! : _self.ToString();

    private MemberAddress? Find(RaftClusterMember leader) => NodeEndPoint.IdOf(leader.EndPoint) is { } id ? _members.Find(id)?.Address : null;

    [LoggerMessage(EventId = 1261, Level = LogLevel.Information, Message = "{Leader} leads the cluster")]
    private partial void LogLeads(string leader);

    [LoggerMessage(EventId = 1262, Level = LogLevel.Warning, Message = "The cluster has no leader that this node knows of; writes wait")]
    private partial void LogNone();
}
