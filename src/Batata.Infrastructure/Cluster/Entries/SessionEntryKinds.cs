using Batata.Application.Sessions;
using Batata.Domain.Sessions;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of Consul's sessions, <c>proto/cluster/sessions.proto</c>.</summary>
internal static class SessionEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<CreateSessionEntry, Session>(
            Number.CreateSession,
            static (entry, record) => record.CreateSession = ToWire(entry.Session),
            static record => new CreateSessionEntry(ToSession(record.CreateSession))),
        new EntryKind<EndSessionsEntry, int>(
            Number.EndSessions,
            static (entry, record) => record.EndSessions = new Wire.EndSessions { Ids = { entry.Ids } },
            static record => new EndSessionsEntry([.. record.EndSessions.Ids])),
    ];

    private static Wire.CreateSession ToWire(Session session)
    {
        var message = new Wire.CreateSession
        {
            Id = session.Id,
            Name = session.Name,
            Node = session.Node,
            LockDelayNs = session.LockDelayNs,
            Behavior = (int)session.Behavior,
            Ttl = session.Ttl,
            TtlMs = session.TtlMs,
        };
        if (session.NodeChecks is { } nodeChecks) message.NodeChecks = new Wire.SessionNames { Names = { nodeChecks } };
        if (session.Checks is { } checks) message.Checks = new Wire.SessionNames { Names = { checks } };
        if (session.ServiceChecks is { } serviceChecks)
            message.ServiceChecks = new Wire.SessionServiceChecks { Checks = { serviceChecks.Select(static one => new Wire.SessionServiceCheck { Id = one.Id, Namespace = one.Namespace }) } };
        return message;
    }

    private static Session ToSession(Wire.CreateSession message) => new(
        message.Id, message.Name, message.Node, message.LockDelayNs, (SessionBehavior)message.Behavior, message.Ttl, message.TtlMs,
        message.NodeChecks is null ? null : [.. message.NodeChecks.Names],
        message.ServiceChecks is null ? null : [.. message.ServiceChecks.Checks.Select(static one => new SessionServiceCheck(one.Id, one.Namespace))],
        message.Checks is null ? null : [.. message.Checks.Names]);
}
