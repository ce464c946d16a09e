using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using Batata.Api.Nacos.Grpc.Wire;
using Grpc.Core;

namespace Batata.Api.Nacos.Grpc.Connections;

/// <summary>What waits to be sent on a stream.</summary>
internal interface IOutgoing
{
    /// <summary>Its turn has come. Null when there is nothing left to say.</summary>
    Payload? Take();

    /// <summary>The stream ended before its turn came.</summary>
    void Dropped();
}

/// <summary>Takes the client's answer to a push.</summary>
internal interface IAckTarget
{
    /// <param name="payload">The answer; null when the connection ended instead.</param>
    void Answered(long requestId, bool accepted, Payload? payload);
}

/// <summary>The bounded send queue of one stream and its one writer. A full queue means that the client does not read: the stream is given up.</summary>
internal sealed class Outbox(Action overflow, TimeProvider time)
{
    /// <summary>Pushes of one config or service never wait twice, so this many means as many different ones.</summary>
    private const int Capacity = 8192;

    private static readonly WriteOptions MoreFollows = new(WriteFlags.BufferHint);

    private readonly Channel<IOutgoing> _queue = Channel.CreateBounded<IOutgoing>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, AllowSynchronousContinuations = false });

    private long _writingSince;

    /// <summary>How long the message now being sent has not got through; zero when none is.</summary>
    public TimeSpan BlockedFor => Volatile.Read(ref _writingSince) is var since and not 0 ? time.GetElapsedTime(since) : TimeSpan.Zero;

    public bool TryAdd(IOutgoing message)
    {
        if (_queue.Writer.TryWrite(message)) return true;
        if (_queue.Reader.Count >= Capacity) overflow();
        return false;
    }

    /// <summary>Nothing more is taken; what waits is still sent.</summary>
    public void Complete() => _queue.Writer.TryComplete();

    /// <summary>Messages that were added and not taken.</summary>
    public int Waiting => _queue.Reader.Count;

    /// <summary>Sends until the queue is completed or the stream is broken; what is left then is told so.</summary>
    public async Task RunAsync(IServerStreamWriter<Payload> stream, CancellationToken cancellationToken)
    {
        try
        {
            while (await _queue.Reader.WaitToReadAsync(cancellationToken)) await SendWaitingAsync(stream, cancellationToken);
        }
        finally
        {
            Complete();
            while (_queue.Reader.TryRead(out var left)) left.Dropped();
        }
    }

    private async Task SendWaitingAsync(IServerStreamWriter<Payload> stream, CancellationToken cancellationToken)
    {
        TryTake(out var payload);
        while (payload is not null)
        {
            // Taken before, not counted: what waits may have nothing to say any more, and then nobody would flush.
            TryTake(out var next);
            stream.WriteOptions = next is null ? WriteOptions.Default : MoreFollows;
            Volatile.Write(ref _writingSince, time.GetTimestamp());
            await stream.WriteAsync(payload, cancellationToken);
            Volatile.Write(ref _writingSince, 0);
            payload = next;
        }
    }

    /// <summary>Takes the next message that still has something to say.</summary>
    internal bool TryTake([NotNullWhen(true)] out Payload? payload)
    {
        while (_queue.Reader.TryRead(out var message))
        {
            payload = message.Take();
            if (payload is not null) return true;
        }
        payload = null;
        return false;
    }
}
