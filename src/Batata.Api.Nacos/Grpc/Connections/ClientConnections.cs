using System.Collections.Concurrent;
using Batata.Api.Nacos.Limits;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Nacos.Grpc.Connections;

/// <summary>Holds something for connections that goes with them.</summary>
internal interface IConnectionObserver
{
    /// <summary>The connection is about to be registered: before any call of it is let through. Must be quick and must not throw.</summary>
    void Opening(ClientConnection connection, ClientInfo client)
    {
    }

    /// <summary>The connection is not registered any more, or was not after all. Called once, from any thread; must be quick and must not throw.</summary>
    void Closed(ClientConnection connection);
}

/// <summary>Every HTTP/2 connection that made a call, registered or not. Protocol source: Nacos 3.1 <c>ConnectionManager</c>.</summary>
internal sealed partial class ClientConnections(
    IEnumerable<IConnectionObserver> observers, ConnectionLimits limits, TimeProvider time, ILogger<ClientConnections> log)
{
    private readonly ConcurrentDictionary<string, ClientConnection> _byTransport = new();
    private readonly IConnectionObserver[] _observers = [.. observers];
    private int _registered;

    /// <summary>Set when the server stops: nobody may register any more.</summary>
    public bool Stopping { get; set; }

    public int RegisteredCount => Volatile.Read(ref _registered);

    /// <summary>A moment's view.</summary>
    public IEnumerable<ClientConnection> All()
    {
        foreach (var (_, connection) in _byTransport) yield return connection;
    }

    /// <summary>The connection on which this call came.</summary>
    public ClientConnection Of(HttpContext http) =>
        _byTransport.TryGetValue(http.Connection.Id, out var known) ? known : Add(http);

    /// <returns>False when the server takes no more: the stream is to be ended.</returns>
    public bool TryRegister(ClientConnection connection, ClientInfo info)
    {
        if (Stopping) return false;
        var isNew = connection.Info is null;
        if (isNew)
        {
            if (limits.Enter(connection.RemoteIp, info.AppName, isGrpc: true) is { } refused)
            {
                LogRefused(connection.Id, refused);
                return false;
            }
            foreach (var observer in _observers) observer.Opening(connection, info);
        }
        if (!connection.TryRegister(info, out var first))
        {
            if (connection.Info is null)
            {
                limits.Leave(connection.RemoteIp, info.AppName, isGrpc: true);
                Tell(connection);
            }
            return false;
        }
        if (first)
        {
            connection.CountedApplication = info.AppName;
            Interlocked.Increment(ref _registered);
        }
        else if (isNew) limits.Leave(connection.RemoteIp, info.AppName, isGrpc: true); // two streams at once: it is one connection
        LogRegistered(connection.Id, info.Version, info.Module);
        return true;
    }

    /// <summary>Unregisters and ends stream and transport in good order.</summary>
    public void Close(ClientConnection connection, string reason)
    {
        Remove(connection, reason);
        connection.EndGracefully();
    }

    /// <summary>Unregisters and cuts the transport off: the client does not listen.</summary>
    public void Abort(ClientConnection connection, string reason)
    {
        Remove(connection, reason);
        connection.Abort();
    }

    private ClientConnection Add(HttpContext http)
    {
        var created = new ClientConnection(http, this, time);
        var transport = http.Connection.Id;
        var added = _byTransport.GetOrAdd(transport, created);
        if (added == created) created.Closed.UnsafeRegister(static state => ((Entry)state!).Gone(), new Entry(this, transport, created));
        return added;
    }

    private void Remove(ClientConnection connection, string reason)
    {
        if (!connection.Unregister()) return;
        limits.Leave(connection.RemoteIp, connection.CountedApplication, isGrpc: true);
        Interlocked.Decrement(ref _registered);
        Tell(connection);
        connection.FailExpected();
        LogClosed(connection.Id, reason);
    }

    private void Tell(ClientConnection closed)
    {
        foreach (var observer in _observers) observer.Closed(closed);
    }

    private sealed record Entry(ClientConnections Owner, string Transport, ClientConnection Connection)
    {
        public void Gone()
        {
            Owner._byTransport.TryRemove(Transport, out _);
            Owner.Remove(Connection, "transport ended");
            Connection.Outbox?.Complete();
        }
    }

    [LoggerMessage(EventId = 2001, Level = LogLevel.Debug, Message = "Connection {ConnectionId} registered: {Version}, module {Module}")]
    private partial void LogRegistered(string connectionId, string version, string? module);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Connection {ConnectionId} refused: {Reason}")]
    private partial void LogRefused(string connectionId, string reason);

    [LoggerMessage(EventId = 2003, Level = LogLevel.Debug, Message = "Connection {ConnectionId} closed: {Reason}")]
    private partial void LogClosed(string connectionId, string reason);
}
