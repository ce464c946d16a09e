namespace Batata.Cluster.Tests.Faults.Catalogue;

/// <summary>All classes of faults, and the order in which a seed plays them: each once before any comes again.</summary>
internal static class AllFaults
{
    private static readonly IFault[] _all =
    [
        new KillLeader(), new KillTwoLeaders(), new KillFollower(), new KillAll(), new PauseLeader(), new PauseFollower(), new CutLeader(), new CutFollower(), new CutAllApart(),
        new DeafNode(), new MuteNode(), new UnplugNode(), new SlowNetwork(), new ShortDisk(), new FullDisk(), new EmptyFolder(), new ClockJump(),
    ];

    /// <param name="only">Part of a name; null for all.</param>
    public static IEnumerable<IFault> InOrderOf(Random random, string? only)
    {
        var chosen = _all.Where(fault => only is null || fault.Name.Contains(only, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (chosen.Length == 0) throw new InvalidOperationException($"No fault is called {only}; there are: {string.Join(", ", _all.Select(static fault => fault.Name))}.");
        while (true)
        {
            random.Shuffle(chosen);
            foreach (var fault in chosen) yield return fault;
        }
    }
}
