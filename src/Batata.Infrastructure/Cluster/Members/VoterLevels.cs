namespace Batata.Infrastructure.Cluster.Members;

/// <summary>Which feature levels the voters have, as far as one round of questions tells.</summary>
internal static class VoterLevels
{
    /// <summary>
    /// The level that every voter understands. One that does not answer counts with what the cluster has reached, whatever it said before: it may be down because an
    /// older release is being started in its place.
    /// </summary>
    public static int Lowest(Round round, MemberConfiguration voters, int own, int reached) =>
        voters.Ids.Select(id => id == round.Self ? own : round.ById.TryGetValue(id, out var answer) ? answer.FeatureLevel : reached).DefaultIfEmpty(reached).Min();

    /// <returns>For people: the voters that are not known to understand this level.</returns>
    public static IReadOnlyList<string> Behind(Round round, MembersState state, int own, int level)
    {
        var behind = new List<string>();
        foreach (var id in state.Voters.Ids)
        {
            var answer = round.ById.GetValueOrDefault(id);
            if (id == round.Self ? own >= level : answer?.FeatureLevel >= level) continue;
            var name = id == round.Self ? round.SelfAddress.ToString() : state.Addresses.TryGetValue(id, out var known) ? known.Address.ToString() : $"node {id:D}";
            behind.Add(id == round.Self ? $"{name} (level {own})" : answer is null ? $"{name} (does not answer)" : $"{name} (level {answer.FeatureLevel})");
        }
        return behind;
    }
}
