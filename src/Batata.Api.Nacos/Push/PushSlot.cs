using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Application.Configs;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Push;

/// <summary>How often a push is tried, and how long it rests in between.</summary>
/// <param name="Pause">After the first try.</param>
/// <param name="Growing">After the n-th try it is n times as long.</param>
internal sealed record PushRetries(DeadlineQueue Deadlines, TimeProvider Time, TimeSpan AckTimeout, int MaxTries, TimeSpan Pause, bool Growing)
{
    /// <summary>Protocol source: Nacos 3.1 <c>RpcConfigChangeNotifier</c>, <c>FuzzyWatchChangeNotifyTask</c>.</summary>
    public static PushRetries OfConfigs(DeadlineQueue deadlines, TimeProvider time, ConfigOptions options) =>
        new(deadlines, time, TimeSpan.FromMilliseconds(options.PushTimeoutMs), options.PushMaxTries, TimeSpan.FromSeconds(2), Growing: true);

    /// <summary>As often as it takes. Protocol source: Nacos 3.1 <c>PushConfig</c>, <c>FuzzyWatchPushDelayTaskEngine</c>.</summary>
    public static PushRetries OfServices(DeadlineQueue deadlines, TimeProvider time, NamingOptions options) => new(
        deadlines,
        time,
        TimeSpan.FromMilliseconds(options.PushTimeoutMs),
        MaxTries: int.MaxValue,
        TimeSpan.FromMilliseconds(options.PushRetryDelayMs),
        Growing: false);

    public TimeSpan PauseAfter(int tries) => Growing ? Pause * tries : Pause;
}

/// <summary>
/// The newest thing that one connection has to be told about one subject. What was not sent yet, or not acknowledged, is replaced by what is
/// newer, so that a slow client has at most one message waiting per subject. Sent again until it is acknowledged. Safe for any thread.
/// </summary>
internal abstract class PushSlot(ClientConnection connection, PushRetries retries) : IOutgoing, IAckTarget, IDeadline
{
    private readonly Lock _gate = new();
    private Payload? _payload;
    private long _requestId;
    private long _offeredAt;
    private int _tries;
    private int _version;
    private bool _queued;
    private bool _awaitsAck;
    private bool _ended;

    public ClientConnection Connection => connection;

    /// <summary>There is nothing that the client has not acknowledged.</summary>
    public bool IsSettled
    {
        get
        {
            lock (_gate) return _payload is null;
        }
    }

    /// <param name="requestId">The one in the payload.</param>
    public void Offer(Payload payload, long requestId)
    {
        lock (_gate)
        {
            if (_ended) return;
            Settle();
            (_payload, _requestId, _tries) = (payload, requestId, 0);
            _offeredAt = retries.Time.GetTimestamp();
            connection.Expect(requestId, this);
            Queue();
        }
    }

    /// <summary>Nothing is sent any more.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Settle();
        }
    }

    /// <summary>False when there is no need to send it any more. Asked under the gate.</summary>
    protected virtual bool IsWanted => true;

    /// <summary>The client has taken the newest. Called under the gate.</summary>
    /// <param name="after">Since it was offered.</param>
    protected virtual void Accepted(TimeSpan after)
    {
    }

    /// <summary>All tries failed. Called on a thread of its own.</summary>
    /// <param name="deaf">The client acknowledged nothing else meanwhile: its stream does not work.</param>
    protected abstract void GaveUp(bool deaf);

    Payload? IOutgoing.Take()
    {
        lock (_gate)
        {
            _queued = false;
            if (!IsWanted) Settle();
            if (_payload is null) return null;
            _tries++;
            _awaitsAck = true;
            retries.Deadlines.Add(this, ++_version, retries.AckTimeout);
            return _payload;
        }
    }

    void IOutgoing.Dropped()
    {
        lock (_gate)
        {
            _queued = false;
            if (_payload is null) return;
            _tries++;
            Pause();
        }
    }

    void IAckTarget.Answered(long requestId, bool accepted, Payload? payload)
    {
        lock (_gate)
        {
            if (_payload is null || requestId != _requestId) return;
            if (accepted)
            {
                Accepted(retries.Time.GetElapsedTime(_offeredAt));
                Settle();
            }
            else if (connection.IsClosing) Settle();
            else if (_awaitsAck) Pause();
        }
    }

    void IDeadline.Due(int version)
    {
        lock (_gate)
        {
            if (version != _version || _payload is null) return;
            if (_awaitsAck) Pause();
            else Queue();
        }
    }

    private void Queue()
    {
        if (_queued) return; // it will take the newest when its turn comes
        if (connection.TrySend(this))
        {
            _queued = true;
            return;
        }
        _tries++; // the stream is over or full: like a try without an answer
        Pause();
    }

    private void Pause()
    {
        _awaitsAck = false;
        _version++;
        if (connection.IsClosing)
        {
            Settle();
            return;
        }
        if (_tries >= retries.MaxTries)
        {
            Settle();
            var deaf = !connection.AckedSince(_offeredAt);
            ThreadPool.UnsafeQueueUserWorkItem(_ => GaveUp(deaf), null); // it closes the connection, which ends its slots
            return;
        }
        retries.Deadlines.Add(this, _version, retries.PauseAfter(_tries));
    }

    private void Settle()
    {
        if (_payload is null) return;
        connection.Forget(_requestId);
        _payload = null;
        _awaitsAck = false;
        _version++;
    }
}
