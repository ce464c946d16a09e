namespace Batata.Infrastructure.Cluster.Members;

/// <summary>What a leader does next about the members, if anything.</summary>
internal enum ChangeKind
{
    /// <summary>The members are those of the list.</summary>
    None,

    /// <summary>They are not, and it must wait.</summary>
    Postponed,
    Add,
    Remove,

    /// <summary>The list does without this leader: another one shall remove it.</summary>
    StepDown,
}

/// <param name="Reason">For people: what it is about, or what is waited for.</param>
internal sealed record MemberChange(ChangeKind Kind, Guid Id, string Reason)
{
    public static MemberChange None { get; } = new(ChangeKind.None, Guid.Empty, "");

    public static MemberChange Wait(string why) => new(ChangeKind.Postponed, Guid.Empty, why);
}

/// <summary>
/// Compares who votes with who is listed. One node at a time, only what a majority of the voters lists too, and never so that the rest would be without a
/// majority. A node is recognised by its id: the same one at another address is no change. Why: docs/adr/0012-members-by-id.md.
/// </summary>
internal static class MemberChanges
{
    /// <param name="level">Feature level that the cluster has reached.</param>
    public static MemberChange Next(Round round, MembersState state, int level = 0)
    {
        var voters = state.Voters;
        var behind = new Dictionary<MemberAddress, Guid>();
        if (round.SelfIsListed) behind[round.SelfAddress] = round.Self;
        var unknown = new List<MemberAddress>();
        foreach (var address in round.ListedOthers)
        {
            if (round.Answers.TryGetValue(address, out var answer)) behind[address] = answer.Id;
            else if (Silent(address, state) is { } id) behind[address] = id;
            else unknown.Add(address);
        }

        var kept = voters.Ids.Count(behind.ContainsValue);
        if ((kept + unknown.Count) * 2 < voters.Ids.Count)
            return MemberChange.Wait($"Of the {voters.Ids.Count} members only {kept} are behind the addresses of the list. More than half of them at once are never taken out: one after the other, or see \"quorum lost for good\" in the operations manual.");
        var upToDate = 1 + voters.Ids.Count(id => round.ById.TryGetValue(id, out var answer) && answer.Version >= state.Version);
        if (upToDate < voters.Majority)
            return MemberChange.Wait($"{upToDate} of {voters.Ids.Count} members answer and know of the last change.");

        if (!round.SelfIsListed) return AboutLeader(round, voters);

        var gone = voters.Ids.Where(id => !behind.ContainsValue(id)).ToList();
        var replaced = gone.FirstOrDefault(id => state.Addresses.TryGetValue(id, out var known) && behind.TryGetValue(known.Address, out var other) && other != id);
        if (replaced != Guid.Empty) return Remove(round, state, replaced, $"another data folder is at {state.Addresses[replaced].Address} now");

        var foreign = round.ListedOthers.FirstOrDefault(address => round.Answers.TryGetValue(address, out var answer) && IsForeign(answer, state));
        if (foreign is not null) return MemberChange.Wait($"{foreign} belongs to another cluster. Give it an empty data folder, or take it off the list.");

        var newcomer = behind.FirstOrDefault(one => !voters.Contains(one.Value) && round.Answers.ContainsKey(one.Key));
        if (newcomer.Key is not null && round.Answers[newcomer.Key].FeatureLevel is var known && known < level)
            return MemberChange.Wait($"{newcomer.Key} understands feature level {known}, and the cluster is at {level}. Start the newer release there.");
        if (newcomer.Key is not null) return Add(round, voters, newcomer.Key, newcomer.Value);

        if (gone.Count == 0) return unknown.Count == 0 ? MemberChange.None : MemberChange.Wait($"Nobody answers at {string.Join(", ", unknown)}, which the list names.");
        if (unknown.Count > 0)
            return MemberChange.Wait($"{Name(gone[0], state)} is not in the list, but nobody is known at {string.Join(", ", unknown)} there: it may be meant. Correct the list, or start the node.");
        return RemoveUnlisted(round, state, gone[0]);
    }

    /// <summary>One that an operator gives up, though the list names it.</summary>
    public static MemberChange WithoutLost(Round round, MembersState state, Guid id)
    {
        if (!state.Voters.Contains(id)) return MemberChange.None;
        if (id == round.Self || round.ById.ContainsKey(id)) return MemberChange.Wait($"{Name(id, state)} answers: take it off the member list, or stop it first.");
        var upToDate = 1 + state.Voters.Ids.Count(one => round.ById.TryGetValue(one, out var answer) && answer.Version >= state.Version);
        return upToDate < state.Voters.Majority
            ? MemberChange.Wait($"{upToDate} of {state.Voters.Ids.Count} members answer and know of the last change.")
            : Remove(round, state, id, "an operator gives it up");
    }

    /// <summary>Who was there last, when nobody answers there.</summary>
    private static Guid? Silent(MemberAddress address, MembersState state)
    {
        foreach (var (id, known) in state.Addresses)
        {
            if (known.Address == address && state.Voters.Contains(id)) return id;
        }
        return null;
    }

    private static bool IsForeign(Answer answer, MembersState state) =>
        answer.Cluster != Guid.Empty && state.Cluster != Guid.Empty && answer.Cluster != state.Cluster;

    private static MemberChange Add(Round round, MemberConfiguration voters, MemberAddress address, Guid id)
    {
        var text = address.ToString();
        var agree = 1 + voters.Ids.Count(one => round.ById.TryGetValue(one, out var answer) && answer.Listed.Contains(text));
        if (agree < voters.Majority) return MemberChange.Wait($"{address} is in the list of {agree} of {voters.Ids.Count} members; a majority must list it.");
        var after = new MemberConfiguration([.. voters.Ids, id]);
        var heard = round.Heard(after);
        return heard < after.Majority
            ? MemberChange.Wait($"{address} is not taken in while only {heard} of then {after.Ids.Count} members answer.")
            : new MemberChange(ChangeKind.Add, id, $"{address} is new in the list");
    }

    private static MemberChange RemoveUnlisted(Round round, MembersState state, Guid id)
    {
        var rest = state.Voters.Ids.Where(one => one != id).ToList();
        var address = state.Addresses.TryGetValue(id, out var known) ? known.Address.ToString() : null;
        var agree = 1 + rest.Count(one => round.ById.TryGetValue(one, out var answer) && (address is null || !answer.Listed.Contains(address)));
        var majority = (rest.Count / 2) + 1;
        return agree < majority
            ? MemberChange.Wait($"{Name(id, state)} is out of the list of {agree} of the {rest.Count} other members; a majority must do without it.")
            : Remove(round, state, id, "the list does without it");
    }

    private static MemberChange Remove(Round round, MembersState state, Guid id, string why)
    {
        var after = new MemberConfiguration(state.Voters.Ids.Where(one => one != id));
        var heard = round.Heard(after);
        return heard < after.Majority
            ? MemberChange.Wait($"{Name(id, state)} is not taken out ({why}) while only {heard} of the {after.Ids.Count} others answer: the rest would have no majority.")
            : new MemberChange(ChangeKind.Remove, id, $"{Name(id, state)}: {why}");
    }

    private static MemberChange AboutLeader(Round round, MemberConfiguration voters)
    {
        var text = round.SelfAddress.ToString();
        var others = voters.Ids.Where(id => id != round.Self).ToList();
        if (others.Count == 0) return MemberChange.Wait("The list does without this node, which is the only member.");
        var agree = others.Count(id => round.ById.TryGetValue(id, out var answer) && !answer.Listed.Contains(text));
        return agree < (others.Count / 2) + 1
            ? MemberChange.Wait($"This node is out of its own list, and of that of {agree} of the {others.Count} others; a majority must do without it.")
            : new MemberChange(ChangeKind.StepDown, round.Self, "The list does without this node: another one shall lead and take it out");
    }

    private static string Name(Guid id, MembersState state) => state.Addresses.TryGetValue(id, out var known) ? known.Address.ToString() : $"Node {id:D}";
}
