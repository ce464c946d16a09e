using System.Collections.Concurrent;
using Batata.Application.Cluster;
using Microsoft.Extensions.Logging;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>
/// Keeps the members and what is known of them up to date: asks all of them all the time, begins a new cluster, tells this node that it is in or out, and on
/// the leader brings the members to what the list says. The log alone says who votes; see docs/adr/0012-members-by-id.md.
/// </summary>
internal sealed partial class Membership(
    ClusterOptions options, ListedMembers listed, HelloRounds hello, MemberStore store, KnownMembers known, MemberChanger changer, FeatureLevels levels, LevelRaiser raiser, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Seldom = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, KnownAddress> _heardFrom = new();
    private readonly ConcurrentDictionary<Guid, TaskCompletionSource<string?>> _lost = new();
    private readonly TaskCompletionSource _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile IReadOnlyList<Guid> _wouldFound = [];
    private volatile Round? _lastRound;
    private volatile string? _waiting;
    private volatile string? _postponed;

    /// <summary>Why this node takes part in no cluster, for people; null when it does.</summary>
    public string? Waiting => _waiting;

    /// <summary>Why the members are not those of the list, for people. What a leader waits for only that leader knows.</summary>
    public string? Note => _postponed ?? listed.Problem;

    /// <summary>Completes when this node is one of the voters.</summary>
    public Task Joined => _joined.Task;

    /// <summary>Null before the first one ended.</summary>
    public Round? LastRound => _lastRound;

    /// <summary>Why what needs this feature level is not written yet, for people.</summary>
    public string BehindOf(int level) =>
        _lastRound is not { } round ? "Nobody was asked yet."
        : VoterLevels.Behind(round, store.State, levels.Supported, level) is { Count: > 0 } behind ? $"Upgrade {string.Join(", ", behind)}."
        : "All nodes have it: the leader will put it into use in a moment.";

    public Guid Self => store.Self;

    public MembersState State => store.State;

    public IReadOnlyList<Guid> WouldFound => _wouldFound;

    public IReadOnlyList<MemberAddress> Listed => listed.Current;

    /// <summary>Another node introduced itself: it may have moved to an address that nobody lists yet.</summary>
    public void HeardFrom(Guid id, KnownAddress where) => _heardFrom[id] = where;

    /// <summary>On the leader: takes a member out that is lost, though it is listed. It is taken in again when it comes back.</summary>
    /// <returns>Why it is still a member; null when it is none any more.</returns>
    public Task<string?> TakeOutAsync(Guid id, CancellationToken cancellationToken) =>
        _lost.GetOrAdd(id, static _ => new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellationToken);

    public async Task RunAsync(CancellationToken stopping)
    {
        var change = Task.CompletedTask;
        while (!stopping.IsCancellationRequested)
        {
            await listed.LookAsync(stopping);
            var round = await hello.AskAsync(listed.Current, store, stopping);
            await TakeInAsync(round, stopping);
            if (change.IsCompleted) change = LeadAsync(round, stopping);
            _lastRound = round;
            await Task.Delay(_joined.Task.IsCompleted ? Seldom : Often, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await change;
    }

    private async Task TakeInAsync(Round round, CancellationToken stopping)
    {
        var heard = new Dictionary<Guid, KnownAddress>();
        foreach (var id in _heardFrom.Keys)
        {
            if (_heardFrom.TryRemove(id, out var where)) heard[id] = where;
        }
        foreach (var (address, answer) in round.Answers) heard[answer.Id] = new(address, answer.Name);
        var cluster = round.Answers.Values.Where(answer => answer.Voters.Contains(store.Self) || store.Voters.Contains(answer.Id))
            .Select(static answer => answer.Cluster).FirstOrDefault(static one => one != Guid.Empty);
        await store.HearAsync(cluster, heard, stopping);
        await CatchUpAsync(round, stopping);
        if (store.State.Version < 0) await FoundAsync(round, stopping);
        else TellOwnPlace();
        if (store.Voters.Contains(store.Self)) _joined.TrySetResult();
        Publish(round);
    }

    private async Task FoundAsync(Round round, CancellationToken stopping)
    {
        var (wouldFound, missing) = Founding.Look(round);
        Told(missing ?? "The nodes of the new cluster are finding each other.");
        _wouldFound = wouldFound;
        if (!Founding.AllAgree(round, wouldFound)) return;
        await store.FoundAsync(Founding.ClusterOf(wouldFound), new MemberConfiguration(wouldFound), version: 0, stopping);
        LogFounding(wouldFound.Count);
        Told(null);
    }

    /// <summary>
    /// What others have applied is committed, so it holds here too, though the log may bring it later or not at all: to a node that was away when the
    /// cluster began, or was taken out meanwhile.
    /// </summary>
    private async Task CatchUpAsync(Round round, CancellationToken stopping)
    {
        var state = store.State;
        var newest = round.Answers.Values
            .Where(answer => answer.Version > state.Version && (state.Version < 0 ? answer.Voters.Contains(store.Self) : answer.Cluster == state.Cluster))
            .MaxBy(static answer => answer.Version);
        if (newest is not null) await store.TakeAsync(newest.Voters, newest.Version, stopping);
    }

    private void TellOwnPlace() => Told(
        store.Voters.Contains(store.Self) ? null
        : store.WasRemoved ? "This node was taken out of the cluster: the member list does without it. It takes part in nothing until it is listed again."
        : "This node waits to be taken into the cluster by the leader.");

    private async Task LeadAsync(Round round, CancellationToken stopping)
    {
        if (store.State.Version < 0 || !changer.Leads)
        {
            Postponed(null);
            foreach (var id in _lost.Keys) EndTakingOut(id, "This node does not lead.");
            return;
        }
        if (!_lost.IsEmpty)
        {
            foreach (var id in _lost.Keys) await TakeOutAsync(round, id, stopping);
            return;
        }
        var next = MemberChanges.Next(round, store.State, levels.Reached);
        Postponed(next.Kind == ChangeKind.Postponed ? next.Reason : null);
        if (next.Kind is ChangeKind.None or ChangeKind.Postponed) await raiser.RaiseAsync(round, store, stopping);
        else await changer.MakeAsync(next, stopping);
    }

    private async Task TakeOutAsync(Round round, Guid id, CancellationToken stopping)
    {
        var change = MemberChanges.WithoutLost(round, store.State, id);
        if (change.Kind == ChangeKind.Remove) await changer.MakeAsync(change, stopping);
        EndTakingOut(
            id,
            change.Kind == ChangeKind.Postponed ? change.Reason
            : change.Kind == ChangeKind.Remove && store.Voters.Contains(id) ? "It was not done: see the log of the leader, and try again."
            : null);
    }

    private void EndTakingOut(Guid id, string? why)
    {
        if (_lost.TryRemove(id, out var asked)) asked.TrySetResult(why);
    }

    /// <summary>What others see: who votes, and who is listed and does not yet.</summary>
    private void Publish(Round round)
    {
        var state = store.State;
        var members = state.Voters.Ids
            .Select(id => id == store.Self ? Own(votes: true) : state.Addresses.TryGetValue(id, out var at) ? Member(id, at, votes: true) : null)
            .OfType<ClusterMember>().ToList();
        if (!state.Voters.Contains(store.Self)) members.Add(Own(votes: false));
        foreach (var address in round.ListedOthers)
        {
            if (members.Exists(one => one.Host == address.Host && one.MainPort == address.MainPort)) continue;
            var answer = round.Answers.GetValueOrDefault(address);
            if (answer is null || !members.Exists(one => one.Id == answer.Id)) members.Add(Member(answer?.Id ?? Guid.Empty, new(address, answer?.Name), votes: false));
        }
        known.Replace(members);
    }

    private ClusterMember Own(bool votes) => Member(store.Self, new(options.Self, options.NodeName), votes) with { IsSelf = true };

    private static ClusterMember Member(Guid id, KnownAddress at, bool votes) => new(id, at.Address.Host, at.Address.MainPort, at.Address.RaftPort, at.Name, IsSelf: false, votes);

    private void Told(string? waiting)
    {
        if (waiting is not null && waiting != _waiting) LogWaiting(waiting);
        _waiting = waiting;
    }

    private void Postponed(string? why)
    {
        if (why is not null && why != _postponed) LogPostponed(why);
        _postponed = why;
    }

    [LoggerMessage(EventId = 1251, Level = LogLevel.Information, Message = "{Reason}")]
    private partial void LogWaiting(string reason);

    [LoggerMessage(EventId = 1252, Level = LogLevel.Information, Message = "The cluster is new: this node is one of its {Count} founders")]
    private partial void LogFounding(int count);

    [LoggerMessage(EventId = 1254, Level = LogLevel.Warning, Message = "The members stay as they are for now: {Reason}")]
    private partial void LogPostponed(string reason);
}
