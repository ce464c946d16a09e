using System.Globalization;
using Batata.Application.Naming;
using Batata.Domain.Naming;

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

    public ServiceKind ServiceKind => Kind == NamingClientKind.PersistentAddress ? ServiceKind.Persistent : ServiceKind.Ephemeral;

    /// <summary>Built on demand for addresses: there may be a hundred thousand.</summary>
    public string Id => Connection?.ClientId ?? string.Create(
        CultureInfo.InvariantCulture, $"{Ip}:{Port}#{(Kind == NamingClientKind.EphemeralAddress ? "true" : "false")}");

    public static RegistryClient Of(NamingConnection connection, object? attachment, NodeIncarnation owner, long nowMs) =>
        new(NamingClientKind.Connection, connection.Ip, connection.Port, owner, nowMs) { Connection = connection, Attachment = attachment };

    public static RegistryClient OfAddress(NamingClientKind kind, string ip, int port, NodeIncarnation owner, long nowMs) => new(kind, ip, port, owner, nowMs);
}
