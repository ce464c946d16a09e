using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Batata.Api.Nacos.Grpc;

/// <summary>The address of this machine that pushes name as their sender. Protocol source: Nacos 3.1 <c>NetUtils.localIP</c>; no SDK acts on it.</summary>
internal sealed class LocalAddress
{
    private readonly Lazy<string> _value = new(Find);

    public string Value => _value.Value;

    private static string Find()
    {
        foreach (var card in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (card.OperationalStatus != OperationalStatus.Up || card.NetworkInterfaceType == NetworkInterfaceType.Loopback) continue;
            foreach (var unicast in card.GetIPProperties().UnicastAddresses)
            {
                if (unicast.Address.AddressFamily == AddressFamily.InterNetwork) return unicast.Address.ToString();
            }
        }
        return "127.0.0.1";
    }
}
