using System.Collections.Concurrent;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Cluster.Members;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>What this node knows of the clients of another one, of one life of it. Written by the stream from that node, and when it is lost.</summary>
/// <param name="member">Where it was reached.</param>
internal sealed class OwnerCopy(NodeIncarnation owner, MemberAddress member)
{
    private readonly ConcurrentDictionary<string, RegistryClient> _connections = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Ip, int Port), RegistryClient> _addresses = new();
    private volatile bool _isLive;
    private long _lostMs;

    public NodeIncarnation Owner => owner;

    public MemberAddress Member => member;

    /// <summary>A stream from it stands.</summary>
    public bool IsLive
    {
        get => _isLive;
        set => _isLive = value;
    }

    /// <summary>Since when it is not, or since when its clients can find another node. See <see cref="RegistryClock"/>.</summary>
    public long LostMs
    {
        get => Volatile.Read(ref _lostMs);
        set => Volatile.Write(ref _lostMs, value);
    }

    public IEnumerable<RegistryClient> Clients => _connections.Select(static pair => pair.Value).Concat(_addresses.Select(static pair => pair.Value));

    public bool IsEmpty => _connections.IsEmpty && _addresses.IsEmpty;

    public RegistryClient? FindConnection(string id) => _connections.GetValueOrDefault(id);

    public RegistryClient? FindAddress(string ip, int port) => _addresses.GetValueOrDefault((ip, port));

    public RegistryClient Connection(NamingConnection connection, long nowMs) =>
        _connections.GetOrAdd(connection.ClientId, static (_, made) => RegistryClient.Remote(made.connection, made.owner, made.nowMs), (connection, owner, nowMs));

    public RegistryClient Address(string ip, int port, long nowMs) =>
        _addresses.GetOrAdd((ip, port), static (at, made) => RegistryClient.Remote(at.Ip, at.Port, made.owner, made.nowMs), (owner, nowMs));

    public void Forget(RegistryClient client)
    {
        if (client.Kind == NamingClientKind.Connection) _connections.TryRemove(new(client.Id, client));
        else _addresses.TryRemove(new((client.Ip, client.Port), client));
    }

    /// <summary>Walks over all of it.</summary>
    public RegistryDigest Digest()
    {
        var digest = default(RegistryDigest);
        foreach (var client in Clients)
        {
            lock (client.Gate)
            {
                foreach (var publication in client.Publications.Items) digest = digest.With(client, publication.Stamp.Sequence);
            }
        }
        return digest;
    }
}
