using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>A cluster of three whose network, disks and clocks a test can break. Needs root.</summary>
internal sealed class Laboratory : IAsyncDisposable
{
    public const int Nodes = 3;
    private readonly string _folder;

    private Laboratory(string name, bool withClocks)
    {
        _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), name)).FullName;
        Network = new LabNetwork(name, Nodes);
        Disks = [.. Enumerable.Range(0, Nodes).Select(i => new SmallDisk(Path.Combine(_folder, $"disk{i}")))];
        Clocks = [.. Enumerable.Range(0, withClocks ? Nodes : 0).Select(i => new FakeClock(Path.Combine(_folder, $"clock{i}")))];
    }

    public ClusterNodes Cluster { get; private set; } = null!;

    public LabNetwork Network { get; }

    public IReadOnlyList<SmallDisk> Disks { get; }

    /// <summary>Those of the nodes, when it has some.</summary>
    public IReadOnlyList<FakeClock> Clocks { get; }

    public bool HasClocks => Clocks.Count > 0;

    /// <summary>Removes what dead laboratories left, builds one and waits until its nodes are ready.</summary>
    /// <param name="withClocks">A node with a clock that can jump takes two processors of work: libfaketime lets every timed wait end at once.</param>
    public static async Task<Laboratory> StartAsync(IReadOnlyDictionary<string, string>? properties = null, bool withClocks = false)
    {
        Leftovers.Remove();
        var name = LabName.Next();
        Laboratory? lab = null;
        try
        {
            lab = new Laboratory(name, withClocks);
            lab.Cluster = await ClusterNodes.StartNewAsync(properties, Nodes, lab.Settings);
            return lab;
        }
        catch
        {
            if (lab is not null) await lab.DisposeAsync();
            else Leftovers.RemoveFolder(Path.Combine(Path.GetTempPath(), name));
            throw;
        }
    }

    public int PlaceOf(NodeProcess node) => Cluster.Nodes.ToList().IndexOf(node);

    public async ValueTask DisposeAsync()
    {
        if (Cluster is not null) await Cluster.DisposeAsync();
        Network.Dispose();
        Leftovers.RemoveFolder(_folder);
    }

    private NodeSettings Settings(int i) => new()
    {
        Host = Network.AddressOf(i),
        DataFolder = Disks[i].Data,
        StartTimeout = TimeSpan.FromMinutes(2),
        Launcher = ["ip", "netns", "exec", Network.NamespaceOf(i), .. HasClocks ? Clocks[i].Launcher : []],
    };
}
