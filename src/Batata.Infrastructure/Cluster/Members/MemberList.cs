namespace Batata.Infrastructure.Cluster.Members;

/// <summary>
/// The member list as people write it: one on a line or several with commas between, <c>#</c> begins a comment wherever it stands. Protocol
/// source: Nacos <c>MemberUtil.readServerConf</c>, <c>EnvUtil.analyzeClusterConf</c>.
/// </summary>
public static class MemberList
{
    /// <param name="defaultPort">Main port where none is written.</param>
    /// <returns>The members in the order of the text, each once; and what names none.</returns>
    public static (IReadOnlyList<MemberAddress> Members, IReadOnlyList<string> Problems) Parse(string text, int defaultPort)
    {
        var members = new List<MemberAddress>();
        var problems = new List<string>();
        foreach (var line in text.Split('\n'))
        {
            var comment = line.IndexOf('#', StringComparison.Ordinal);
            var said = comment < 0 ? line : line[..comment];
            foreach (var one in said.Split([',', ' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                if (MemberAddress.Parse(one, defaultPort) is not { } member) problems.Add(one);
                else if (!members.Contains(member)) members.Add(member);
            }
        }
        return (members, problems);
    }
}
