using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Batata.Host.Listeners;

/// <summary>How many connections of each address are open. For any thread.</summary>
internal sealed class AddressCounts
{
    private readonly ConcurrentDictionary<IPAddress, int> _counts = [];

    /// <returns>Null for what comes over no network.</returns>
    public static IPAddress? Of(ConnectionContext connection) =>
        (connection.RemoteEndPoint as IPEndPoint)?.Address is { } address ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address : null;

    /// <returns>With this one.</returns>
    public int Enter(IPAddress address) => _counts.AddOrUpdate(address, 1, static (_, count) => count + 1);

    public void Leave(IPAddress address)
    {
        while (_counts.TryGetValue(address, out var count))
        {
            if (count == 1 ? _counts.TryRemove(new(address, 1)) : _counts.TryUpdate(address, count - 1, count)) return;
        }
    }
}
