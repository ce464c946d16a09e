using System.Text.RegularExpressions;

namespace Batata.Testing.Nodes;

/// <summary>Several nodes on this machine that are one cluster, each a process of its own with its own data folder. For one test at a time.</summary>
public sealed partial class ClusterNodes : IAsyncDisposable
{
    public const string Secret = "the secret of a cluster under test";

    private readonly List<NodeProcess> _nodes;
    private readonly IReadOnlyDictionary<string, string> _common;

    private ClusterNodes(IEnumerable<NodeProcess> nodes, IReadOnlyDictionary<string, string> common) => (_nodes, _common) = ([.. nodes], common);

    public IReadOnlyList<NodeProcess> Nodes => _nodes;

    public NodeProcess this[int index] => Nodes[index];

    public IEnumerable<NodeProcess> Running => Nodes.Where(static node => node.IsRunning);

    /// <summary>Starts them and waits until all are ready.</summary>
    /// <param name="properties">Win over the usual ones.</param>
    /// <param name="each">How a node differs, given its place; its properties are those of all.</param>
    public static async Task<ClusterNodes> StartNewAsync(IReadOnlyDictionary<string, string>? properties = null, int count = 3, Func<int, NodeSettings>? each = null)
    {
        var cluster = PrepareNew(properties, count, each);
        try
        {
            await cluster.StartAllAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>As <see cref="StartNewAsync"/>, but starts none of them.</summary>
    public static ClusterNodes PrepareNew(IReadOnlyDictionary<string, string>? properties = null, int count = 3, Func<int, NodeSettings>? each = null)
    {
        var common = new Dictionary<string, string> { ["nacos.standalone"] = "false", ["batata.cluster.secret"] = Secret };
        foreach (var (key, value) in properties ?? new Dictionary<string, string>()) common[key] = value;
        var cluster = new ClusterNodes(Enumerable.Range(0, count).Select(i => NodeProcess.Prepare((each?.Invoke(i) ?? new NodeSettings()) with { Properties = common })), common);
        common["nacos.member.list"] = string.Join(',', cluster.Nodes.Select(static node => node.Address));
        return cluster;
    }

    /// <summary>One more, which is not started and in no list yet.</summary>
    /// <param name="dataFolder">Null for a new one.</param>
    public NodeProcess Prepare(string? dataFolder = null)
    {
        var node = NodeProcess.Prepare(new NodeSettings { Properties = _common, DataFolder = dataFolder });
        _nodes.Add(node);
        return node;
    }

    /// <summary>Writes <c>cluster.conf</c> for each of <paramref name="readers"/>, by a rename, as editors do.</summary>
    public static void List(IEnumerable<NodeProcess> readers, params IEnumerable<NodeProcess> members)
    {
        var text = "# written by a test\n" + string.Join('\n', members.Select(static node => node.Address)) + "\n";
        foreach (var reader in readers)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(reader.MemberListFile)!);
            File.WriteAllText(reader.MemberListFile + ".new", text);
            File.Move(reader.MemberListFile + ".new", reader.MemberListFile, overwrite: true);
        }
    }

    /// <summary>Starts those that do not run, and waits until all are ready.</summary>
    public async Task StartAllAsync()
    {
        foreach (var node in Nodes.Where(static node => !node.IsRunning)) node.Launch();
        foreach (var node in Nodes) await node.WaitReadyAsync();
    }

    /// <summary>Who leads, as most of the running nodes last said.</summary>
    public async Task<NodeProcess> LeaderAsync()
    {
        NodeProcess? leader = null;
        await Wait.UntilAsync(() => (leader = FindLeader()) is not null, "a leader that runs");
        return leader!;
    }

    public async Task<NodeProcess> FollowerAsync()
    {
        var leader = await LeaderAsync();
        return Running.First(node => node != leader);
    }

    /// <summary>What all of them logged, for the message of a failed test.</summary>
    public string Logs() => string.Join("\n\n", Nodes.Select(static node => $"== node {node.Ports.Main}\n{node.Log}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes)) await node.DisposeAsync(); // one that was prepared later may use the folder of an earlier one
    }

    private NodeProcess? FindLeader()
    {
        var said = Running.Select(static node => Leads().Matches(node.Log.ToString())).Where(static all => all.Count > 0).Select(static all => all[^1].Groups[1].Value).ToList();
        return Running.FirstOrDefault(node => said.Count(leader => leader == node.Address) > Nodes.Count / 2);
    }

    [GeneratedRegex(@"(\d+\.\d+\.\d+\.\d+:\d+) leads the cluster")]
    private static partial Regex Leads();
}
