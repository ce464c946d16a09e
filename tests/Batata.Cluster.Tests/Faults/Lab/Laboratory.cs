using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>A cluster of three whose network, disks and clocks a test can break. Needs root.</summary>
internal sealed class Laboratory : IAsyncDisposable
{
    public const int Nodes = 3;
    private readonly string _folder;

    private Laboratory(string name)
    {
        _folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), name)).FullName;
        Network = new LabNetwork(name, Nodes);
        Disks = [.. Enumerable.Range(0, Nodes).Select(i => new SmallDisk(Path.Combine(_folder, $"disk{i}")))];
        Clocks = [.. Enumerable.Range(0, Nodes).Select(i => new FakeClock(Path.Combine(_folder, $"clock{i}")))];
    }

    public ClusterNodes Cluster { get; private set; } = null!;

    public LabNetwork Network { get; }

    public IReadOnlyList<SmallDisk> Disks { get; }

    public IReadOnlyList<FakeClock> Clocks { get; }

    /// <summary>Removes what dead laboratories left, builds one and waits until its nodes are ready.</summary>
    public static async Task<Laboratory> StartAsync(IReadOnlyDictionary<string, string>? properties = null)
    {
        Leftovers.Remove();
        var name = LabName.Next();
        Laboratory? lab = null;
        try
        {
            lab = new Laboratory(name);
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
        Launcher = ["ip", "netns", "exec", Network.NamespaceOf(i), .. Clocks[i].Launcher],
    };
}
