using System.Globalization;
using System.Net.NetworkInformation;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>
/// Machines that are network namespaces, each with an address of its own, and a switch between them in a namespace of its own (so that no firewall of this machine has a say).
/// The test is a machine on the same switch. What comes from one machine can be dropped at another, without a word, as by a cable that is cut one way.
/// </summary>
internal sealed class LabNetwork : IDisposable
{
    private const int TestsHost = 254;
    private readonly string _name;
    private readonly FileStream _net;
    private readonly int _octet;

    /// <exception cref="InvalidOperationException">This machine does not let the test make namespaces; the message says what failed.</exception>
    public LabNetwork(string name, int machines)
    {
        (_name, Machines) = (name, machines);
        (_net, _octet) = ReserveNet();
        try
        {
            Build();
        }
        catch (InvalidOperationException e)
        {
            Dispose();
            throw new InvalidOperationException($"The laboratory needs network namespaces, which root can make on a Linux with veth, bridges and nftables: {e.Message}", e);
        }
    }

    public int Machines { get; }

    public string TestsAddress => AddressOf(TestsHost - 1);

    public string NamespaceOf(int machine) => string.Create(CultureInfo.InvariantCulture, $"{_name}{machine}");

    public string AddressOf(int machine) => string.Create(CultureInfo.InvariantCulture, $"10.213.{_octet}.{machine + 1}");

    /// <summary>Machine <paramref name="to"/> no longer hears <paramref name="from"/>.</summary>
    public void Deafen(int to, int from) => Drop(to, AddressOf(from));

    /// <summary>Nothing passes between the machine and the other machines; clients still reach it.</summary>
    public void CutFromPeers(int machine)
    {
        foreach (var other in Others(machine))
        {
            Deafen(machine, other);
            Deafen(other, machine);
        }
    }

    /// <summary>Nothing at all passes, to clients neither.</summary>
    public void Unplug(int machine) => Tool.Run("ip", $"-n {Switch} link set p{machine} down");

    /// <summary>Everything passes again.</summary>
    public void Heal()
    {
        for (var i = 0; i < Machines; i++)
        {
            Tool.Run("ip", $"netns exec {NamespaceOf(i)} nft flush chain ip lab heard");
            Tool.Run("ip", $"-n {Switch} link set p{i} up");
        }
    }

    public IEnumerable<int> Others(int machine) => Enumerable.Range(0, Machines).Where(other => other != machine);

    public void Dispose()
    {
        for (var i = 0; i < Machines; i++) Leftovers.RemoveNamespace(NamespaceOf(i));
        Leftovers.RemoveNamespace(Switch);
        Tool.Try("ip", $"link del {_name}");
        _net.Dispose();
    }

    private string Switch => _name + "s";

    private void Drop(int at, string source) => Tool.Run("ip", $"netns exec {NamespaceOf(at)} nft add rule ip lab heard ip saddr {source} drop");

    private void Build()
    {
        Tool.Run("ip", $"netns add {Switch}");
        Tool.Run("ip", $"-n {Switch} -batch -", "link add br0 type bridge\nlink set br0 up\n");
        Tool.Run("ip", $"link add {_name} type veth peer name tests netns {Switch}");
        Tool.Run("ip", $"-n {Switch} link set tests master br0 up");
        Tool.Run("ip", "-batch -", $"addr add {TestsAddress}/24 dev {_name}\nlink set {_name} up\n");
        for (var i = 0; i < Machines; i++)
        {
            Tool.Run("ip", $"netns add {NamespaceOf(i)}");
            Tool.Run("ip", $"-n {Switch} link add p{i} type veth peer name eth0 netns {NamespaceOf(i)}");
            Tool.Run("ip", $"-n {Switch} link set p{i} master br0 up");
            Tool.Run("ip", $"-n {NamespaceOf(i)} -batch -", $"link set lo up\naddr add {AddressOf(i)}/24 dev eth0\nlink set eth0 up\n");
            Tool.Run("ip", $"netns exec {NamespaceOf(i)} nft -f -", "add table ip lab\nadd chain ip lab heard { type filter hook input priority 0; }\n");
        }
    }

    /// <summary>Several test processes may run at a time; the lock goes with the process.</summary>
    private static (FileStream Lock, int Octet) ReserveNet()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "batata-test-nets")).FullName;
        var taken = NetworkInterface.GetAllNetworkInterfaces().SelectMany(static one => one.GetIPProperties().UnicastAddresses).Select(static one => one.Address.ToString()).ToList();
        for (var octet = 1; octet < 255; octet++)
        {
            if (taken.Exists(address => address.StartsWith($"10.213.{octet}.", StringComparison.Ordinal))) continue;
            try
            {
                return (new FileStream(Path.Combine(folder, octet.ToString(CultureInfo.InvariantCulture)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), octet);
            }
            catch (IOException)
            {
                // another test's
            }
        }
        throw new InvalidOperationException("No net of 10.213.0.0/16 is free.");
    }
}
