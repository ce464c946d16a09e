using System.Globalization;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Naming.Sync;

namespace Batata.Infrastructure.Naming;

/// <summary>
/// One that publishes and subscribes. Its gate is taken before that of a service, never after; it orders what this client does, so that
/// nothing can be registered for a client that has just gone.
/// </summary>
internal sealed class RegistryClient
{
    public ItemsByService<Publication> Publications;
    public ItemsByService<Subscription> Subscriptions;
    private long _touchedMs;
    private long _nextLookMs;
    private ulong _digestKey;

    private RegistryClient(NamingClientKind kind, string ip, int port, NodeIncarnation owner, long nowMs) =>
        (Kind, Ip, Port, Owner, _touchedMs) = (kind, ip, port, owner, nowMs);

    public Lock Gate { get; } = new();

    public NamingClientKind Kind { get; }

    public string Ip { get; }

    public int Port { get; }

    /// <summary>The node that the client talks to; replicated (persistent) ones name the node that looks at them.</summary>
    public NodeIncarnation Owner { get; }

    /// <summary>Set for connections.</summary>
    public NamingConnection? Connection { get; private init; }

    public object? Attachment { get; private init; }

    /// <summary>Another node told of it.</summary>
    public bool IsRemote { get; private init; }

    /// <summary>What it registers is told to the other nodes: by its owner alone, and not what the log tells them.</summary>
    public bool IsOwned => !IsRemote && Kind != NamingClientKind.PersistentAddress;

    /// <summary>Its owner is lost. What it has is served on for a while. Set under the gate.</summary>
    public bool Orphaned { get; set; }

    /// <summary>It is gone; set once, under the gate.</summary>
    public bool Closed { get; set; }

    /// <summary>When it did something last. See <see cref="RegistryClock"/>.</summary>
    public long TouchedMs
    {
        get => Volatile.Read(ref _touchedMs);
        set => Volatile.Write(ref _touchedMs, value);
    }

    /// <summary>No beat can be overdue before: the sweep passes by until then. 0 after each registration.</summary>
    public long NextLookMs
    {
        get => Volatile.Read(ref _nextLookMs);
        set => Volatile.Write(ref _nextLookMs, value);
    }

    /// <summary>See <see cref="RegistryDigest"/>; two threads may both work it out.</summary>
    public ulong DigestKey => _digestKey != 0 ? _digestKey : _digestKey = Connection is null ? RegistryDigest.KeyOf(Ip, Port) : RegistryDigest.KeyOf(Connection.ClientId, 0);

    public ServiceKind ServiceKind => Kind == NamingClientKind.PersistentAddress ? ServiceKind.Persistent : ServiceKind.Ephemeral;

    /// <summary>Built on demand for addresses: there may be a hundred thousand.</summary>
    public string Id => Connection?.ClientId ?? string.Create(
        CultureInfo.InvariantCulture, $"{Ip}:{Port}#{(Kind == NamingClientKind.EphemeralAddress ? "true" : "false")}");

    public static RegistryClient Of(NamingConnection connection, object? attachment, NodeIncarnation owner, long nowMs) =>
        new(NamingClientKind.Connection, connection.Ip, connection.Port, owner, nowMs) { Connection = connection, Attachment = attachment };

    public static RegistryClient Remote(NamingConnection connection, NodeIncarnation owner, long nowMs) =>
        new(NamingClientKind.Connection, connection.Ip, connection.Port, owner, nowMs) { Connection = connection, IsRemote = true };

    public static RegistryClient Remote(string ip, int port, NodeIncarnation owner, long nowMs) =>
        new(NamingClientKind.EphemeralAddress, ip, port, owner, nowMs) { IsRemote = true };

    public static RegistryClient OfAddress(NamingClientKind kind, string ip, int port, NodeIncarnation owner, long nowMs) => new(kind, ip, port, owner, nowMs);
}
