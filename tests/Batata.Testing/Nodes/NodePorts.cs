using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Batata.Testing.Nodes;

/// <summary>The ports of one node, reserved against other test processes on this machine until disposed. They stay the same over restarts of the node.</summary>
/// <remarks>
/// Clients derive ports from the main port, so a free main port is not enough. Each kind has a range of its own, all below the kernel's range for
/// outgoing connections, so that neither another node nor a connection can take a port while the node that owns it is being restarted.
/// </remarks>
public sealed class NodePorts : IDisposable
{
    private const int Slots = 490;
    private const int FirstMain = 13_000;
    private readonly FileStream _lock;

    private NodePorts(int slot, FileStream @lock)
    {
        Main = FirstMain + (slot * 2);
        _lock = @lock;
    }

    public int Main { get; }

    public int Raft => Main - 1000;

    public int Grpc => Main + 1000;

    /// <summary>Node to node.</summary>
    public int ClusterGrpc => Main + 1001;

    public int Console => Main + 2000;

    public int Consul => Main + 3000;

    public int Dns => Main + 4000;

    private IEnumerable<int> All => [Main, Raft, Grpc, ClusterGrpc, Console, Consul, Dns];

    public static NodePorts Reserve()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "batata-test-ports")).FullName;
        var start = Environment.ProcessId * 7 % Slots;
        for (var i = 0; i < Slots; i++)
        {
            var slot = (start + i) % Slots;
            if (TryLock(Path.Combine(folder, slot.ToString(CultureInfo.InvariantCulture))) is not { } held)
                continue;
            var ports = new NodePorts(slot, held);
            if (ports.All.All(IsFree))
                return ports;
            ports.Dispose();
        }

        throw new InvalidOperationException("No free set of ports for a node.");
    }

    public void Dispose() => _lock.Dispose();

    // The lock goes with the process that holds it, so a test process that was killed leaves nothing reserved.
    private static FileStream? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
