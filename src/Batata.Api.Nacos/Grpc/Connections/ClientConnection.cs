using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Api.Nacos.Limits;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Grpc.Connections;

/// <summary>
/// One HTTP/2 connection of an SDK: its unary calls and its stream belong together because they share it (nacos-grpc §2.1). Costs no
/// thread and no timer. Safe for any thread.
/// </summary>
internal sealed class ClientConnection
{
    private readonly Lock _gate = new();
    private readonly ClientConnections _owner;
    private readonly TimeProvider _time;
    private readonly IConnectionLifetimeFeature? _transport;
    private readonly IConnectionLifetimeNotificationFeature? _notification;
    private Dictionary<long, IAckTarget>? _expected;
    private volatile Outbox? _outbox;
    private volatile ClientInfo? _info;
    private volatile bool _closing;
    private long _lastActive;
    private long _lastAck;
    private long _closingSince;

    public ClientConnection(HttpContext http, ClientConnections owner, TimeProvider time)
    {
        _owner = owner;
        _time = time;
        _transport = http.Features.Get<IConnectionLifetimeFeature>();
        _notification = http.Features.Get<IConnectionLifetimeNotificationFeature>();
        var remote = http.Connection.RemoteIpAddress;
        if (remote is { IsIPv4MappedToIPv6: true }) remote = remote.MapToIPv4();
        Key = ClientKey.Of(remote);
        RemoteIp = remote?.ToString() ?? "unknown";
        RemotePort = http.Connection.RemotePort;
        LocalPort = http.Connection.LocalPort;
        IsTls = http.Request.IsHttps;
        CreatedAt = time.GetUtcNow();
        Id = $"{CreatedAt.ToUnixTimeMilliseconds()}_{RemoteIp}_{RemotePort}";
        _lastActive = time.GetTimestamp();
    }

    /// <summary>Opaque for clients. Protocol source: Nacos 3.1 <c>AddressTransportFilter</c>.</summary>
    public string Id { get; }

    public string RemoteIp { get; }

    /// <summary>What limits count by.</summary>
    public ClientKey Key { get; }

    public int RemotePort { get; }

    public int LocalPort { get; }

    public bool IsTls { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>The application that limits count it under: that of the first set-up.</summary>
    public string? CountedApplication { get; set; }

    /// <summary>What the set-up said; null while the connection is not registered.</summary>
    public ClientInfo? Info => _info;

    public bool IsRegistered => _info is not null && !_closing;

    public bool IsClosing => _closing;

    /// <summary>Zero when the connection is not being closed.</summary>
    public TimeSpan ClosingFor => Volatile.Read(ref _closingSince) is var since and not 0 ? _time.GetElapsedTime(since) : TimeSpan.Zero;

    /// <summary>Set while a detection request is under way.</summary>
    public bool UnderDetection { get; set; }

    /// <summary>The queue of the live stream; null when there is none.</summary>
    public Outbox? Outbox => _outbox;

    public TimeSpan IdleFor => _time.GetElapsedTime(Volatile.Read(ref _lastActive));

    public CancellationToken Closed => _transport?.ConnectionClosed ?? CancellationToken.None;

    /// <summary>The client did something that proves it alive.</summary>
    public void Touch() => Volatile.Write(ref _lastActive, _time.GetTimestamp());

    /// <summary>The client acknowledged some push since that moment (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public bool AckedSince(long timestamp) => Volatile.Read(ref _lastAck) > timestamp;

    /// <summary>False when the connection is being closed. A second set-up replaces what the first one said.</summary>
    public bool TryRegister(ClientInfo info, out bool first)
    {
        lock (_gate)
        {
            first = _info is null;
            if (_closing) return false;
            _info = info;
            return true;
        }
    }

    /// <summary>From now on pushes go to this stream. An older one ends: its client has given it up.</summary>
    public bool TryAttach(Outbox outbox)
    {
        Outbox? before;
        lock (_gate)
        {
            if (_closing) return false;
            (before, _outbox) = (_outbox, outbox);
        }
        before?.Complete();
        return true;
    }

    /// <summary>The stream is over. The connection stays registered: unary calls go on working.</summary>
    public void Detach(Outbox outbox)
    {
        lock (_gate)
        {
            if (_outbox == outbox) _outbox = null;
        }
    }

    /// <summary>Queues a message for the stream. Never waits.</summary>
    /// <returns>False when there is no stream, or when its queue was full: then the connection is given up.</returns>
    public bool TrySend(IOutgoing message) => _outbox is { } outbox && outbox.TryAdd(message);

    /// <summary>From now on an answer with this request id is for that target.</summary>
    public void Expect(long requestId, IAckTarget target)
    {
        lock (_gate) (_expected ??= [])[requestId] = target;
    }

    public void Forget(long requestId)
    {
        lock (_gate) _expected?.Remove(requestId);
    }

    /// <summary>The client answered a push.</summary>
    public void Answer(long requestId, PushAck ack, Payload payload)
    {
        IAckTarget? target;
        lock (_gate) target = _expected?.GetValueOrDefault(requestId);
        if (ack.ResultCode == SdkResponse.Succeeded) Volatile.Write(ref _lastAck, _time.GetTimestamp());
        target?.Answered(requestId, ack.ResultCode == SdkResponse.Succeeded, payload);
    }

    /// <summary>Nobody will answer any more.</summary>
    public void FailExpected()
    {
        Dictionary<long, IAckTarget>? expected;
        lock (_gate) (expected, _expected) = (_expected, null);
        if (expected is null) return;
        foreach (var (requestId, target) in expected) target.Answered(requestId, false, null);
    }

    /// <summary>Unregisters and ends stream and transport in good order.</summary>
    public void Drop(string reason) => _owner.Close(this, reason);

    /// <summary>True for the first caller only, and only when the connection was registered.</summary>
    public bool Unregister()
    {
        lock (_gate)
        {
            if (_closing) return false;
            _closing = true;
            _closingSince = _time.GetTimestamp();
            return _info is not null;
        }
    }

    /// <summary>Ends the stream without an error and lets the transport end after what is under way.</summary>
    public void EndGracefully()
    {
        _outbox?.Complete();
        _notification?.RequestClose();
    }

    /// <summary>Cuts the transport off.</summary>
    public void Abort()
    {
        _outbox?.Complete();
        _transport?.Abort();
    }
}
