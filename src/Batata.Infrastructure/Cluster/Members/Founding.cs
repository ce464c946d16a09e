using System.Security.Cryptography;

namespace Batata.Infrastructure.Cluster.Members;

/// <summary>
/// Whether a new cluster begins. All nodes of the list must be there, all with the same list, none of a cluster; and all must have seen the same: so two
/// nodes never begin with different founders, also when one is replaced in that moment.
/// </summary>
internal static class Founding
{
    /// <returns>The nodes that this one would begin with; none when it cannot, and why, for people.</returns>
    public static (IReadOnlyList<Guid> WouldFound, string? Missing) Look(Round round)
    {
        var others = round.ListedOthers.ToList();
        if (round.Answers.Values.FirstOrDefault(static answer => answer.Version >= 0) is not null)
            return ([], "The cluster is older than this node's data folder: it waits to be taken in by the leader.");
        var absent = others.Where(address => !round.Answers.ContainsKey(address)).ToList();
        if (absent.Count > 0) return ([], $"A new cluster begins when all its members are there; missing: {string.Join(", ", absent)}.");
        var own = round.Listed.Select(static address => address.ToString()).ToHashSet();
        foreach (var other in others)
        {
            var answer = round.Answers[other];
            if (!own.SetEquals(answer.Listed)) return ([], $"{other} has another list of members: {string.Join(", ", answer.Listed)}.");
        }
        Guid[] all = [round.Self, .. others.Select(other => round.Answers[other].Id)];
        if (all.Distinct().Count() != all.Length) return ([], "The list names one node twice.");
        Array.Sort(all);
        return (all, null);
    }

    /// <returns>True when all others would begin with the same.</returns>
    public static bool AllAgree(Round round, IReadOnlyList<Guid> wouldFound) =>
        wouldFound.Count > 0 && round.ListedOthers.All(other => round.Answers[other].WouldFound.SequenceEqual(wouldFound));

    /// <summary>The same on every founder.</summary>
    public static Guid ClusterOf(IReadOnlyList<Guid> founders)
    {
        var bytes = founders.SelectMany(static id => id.ToByteArray(bigEndian: true)).ToArray();
        return new Guid(SHA256.HashData(bytes).AsSpan(0, 16), bigEndian: true);
    }
}
