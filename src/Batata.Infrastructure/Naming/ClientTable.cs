using System.Collections.Concurrent;
using System.Globalization;
using Batata.Application.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>All clients: connections by id, the others by address.</summary>
internal sealed class ClientTable
{
    private readonly ConcurrentDictionary<string, RegistryClient> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Ip, int Port), RegistryClient> _ephemeral = new();
    private readonly ConcurrentDictionary<(string Ip, int Port), RegistryClient> _persistent = new();

    public IEnumerable<RegistryClient> All => Connections.Concat(Addresses(NamingClientKind.EphemeralAddress)).Concat(Addresses(NamingClientKind.PersistentAddress));

    public IEnumerable<RegistryClient> Connections => _connections.Select(static pair => pair.Value);

    public IEnumerable<RegistryClient> Addresses(NamingClientKind kind) => Table(kind).Select(static pair => pair.Value);

    public RegistryClient? FindConnection(string clientId) => _connections.GetValueOrDefault(clientId);

    public RegistryClient? FindAddress(NamingClientKind kind, string ip, int port) => Table(kind).GetValueOrDefault((ip, port));

    /// <param name="clientId">Any form: a connection id, <c>ip:port#true</c> or <c>ip:port#false</c>.</param>
    public RegistryClient? Find(string clientId)
    {
        if (FindConnection(clientId) is { } connection) return connection;
        return ParseAddress(clientId) is var (kind, ip, port) ? FindAddress(kind, ip, port) : null;
    }

    /// <returns>Null when it is the id of no address.</returns>
    public static (NamingClientKind Kind, string Ip, int Port)? ParseAddress(string clientId)
    {
        var kind = clientId.EndsWith("#true", StringComparison.Ordinal) ? NamingClientKind.EphemeralAddress
            : clientId.EndsWith("#false", StringComparison.Ordinal) ? NamingClientKind.PersistentAddress
            : NamingClientKind.Connection;
        var address = clientId.AsSpan(0, Math.Max(0, clientId.LastIndexOf('#')));
        var colon = address.LastIndexOf(':');
        return kind != NamingClientKind.Connection && colon >= 0 && int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? (kind, address[..colon].ToString(), port)
            : null;
    }

    /// <returns>The client that had this id, if any.</returns>
    public RegistryClient? Put(RegistryClient connection)
    {
        RegistryClient? replaced = null;
        _connections.AddOrUpdate(
            connection.Id,
            connection,
            (_, before) =>
            {
                replaced = before;
                return connection;
            });
        return replaced;
    }

    public RegistryClient FindOrAdd(NamingClientKind kind, string ip, int port, Func<RegistryClient> create)
    {
        var table = Table(kind);
        return table.TryGetValue((ip, port), out var found) ? found : table.GetOrAdd((ip, port), static (_, make) => make(), create);
    }

    /// <summary>Only this very client, not another one that has its place by now.</summary>
    public void Remove(RegistryClient client)
    {
        if (client.Kind == NamingClientKind.Connection) _connections.TryRemove(new(client.Id, client));
        else Table(client.Kind).TryRemove(new((client.Ip, client.Port), client));
    }

    private ConcurrentDictionary<(string Ip, int Port), RegistryClient> Table(NamingClientKind kind) =>
        kind == NamingClientKind.PersistentAddress ? _persistent : _ephemeral;
}
