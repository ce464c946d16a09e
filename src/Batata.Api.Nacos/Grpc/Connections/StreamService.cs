using System.Globalization;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Application.Cluster;
using Grpc.Core;
using Metadata = Batata.Api.Nacos.Grpc.Wire.Metadata;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Nacos.Grpc.Connections;

/// <summary>The stream of a connection: set-up and acknowledgements in, pushes out. Protocol source: Nacos 3.1 <c>GrpcBiStreamRequestAcceptor</c>.</summary>
internal sealed partial class StreamService(
    ClientConnections connections, PushCodec pushes, INodeState node, TimeProvider time, ILogger<StreamService> log)
{
    private const string Setup = "ConnectionSetupRequest";

    public async Task RunAsync(IAsyncStreamReader<Payload> requests, IServerStreamWriter<Payload> answers, ServerCallContext context)
    {
        var connection = connections.Of(context.GetHttpContext());
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        Outbox? outbox = null;
        var writing = Task.CompletedTask;
        var broken = false;
        try
        {
            while (await requests.MoveNext(ended.Token))
            {
                var payload = requests.Current;
                broken = SdkMethods.IsBroken(payload);
                if (broken) break;
                if (payload.Metadata?.Type != Setup) TakeAnswer(connection, payload);
                else if (outbox is null && ReadSetup(connection, payload) is { } setup)
                {
                    outbox = Open(connection, setup, payload.Metadata);
                    if (outbox is null)
                    {
                        connections.Close(connection, "set-up refused");
                        break;
                    }
                    writing = WriteAsync(outbox, answers, ended);
                }
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or RpcException or InvalidOperationException)
        {
            LogStreamBroken(connection.Id, e.Message); // the client went, or was dropped: nothing that anybody could mend
        }
        if (outbox is not null)
        {
            connection.Detach(outbox);
            outbox.Complete();
            await writing;
        }
        if (broken) throw SdkMethods.NoPayload;
    }

    /// <summary>Registers and attaches the stream, the acknowledgement of the set-up first in its queue.</summary>
    /// <returns>Null when the client is to go away.</returns>
    private Outbox? Open(ClientConnection connection, ConnectionSetupRequest setup, Metadata metadata)
    {
        if (!node.FirstReady.IsCompletedSuccessfully) return null; // Nacos: an SDK that comes while the server starts is refused
        var outbox = new Outbox(() => ThreadPool.UnsafeQueueUserWorkItem(_ => Overflown(connection), null), time);
        if (setup.AbilityTable is not null) outbox.TryAdd(new Ready(pushes.Write(new SetupAckRequest())));
        if (!connection.TryAttach(outbox)) return null;
        if (connections.TryRegister(connection, new ClientInfo(setup, metadata, connection))) return outbox;
        connection.Detach(outbox);
        return null;
    }

    private void Overflown(ClientConnection connection)
    {
        if (connection.IsClosing) return;
        LogOverflow(connection.Id);
        connections.Abort(connection, "send queue full");
    }

    private ConnectionSetupRequest? ReadSetup(ClientConnection connection, Payload payload)
    {
        if (PayloadCodec.TryRead(payload, CoreJson.Default.ConnectionSetupRequest, out var setup) && setup is not null) return setup;
        LogUnreadable(connection.Id, Setup);
        return null;
    }

    /// <summary>Any other message is the answer to a push; its type says nothing (Go answers a config push with a naming type).</summary>
    private void TakeAnswer(ClientConnection connection, Payload payload)
    {
        if (PayloadCodec.TryRead(payload, CoreJson.Default.PushAck, out var ack) && ack is not null
            && long.TryParse(ack.RequestId, NumberStyles.None, CultureInfo.InvariantCulture, out var requestId))
        {
            connection.Touch();
            connection.Answer(requestId, ack, payload);
            return;
        }
        LogUnreadable(connection.Id, payload.Metadata?.Type ?? "");
    }

    /// <summary>Never fails. Ends the stream when nothing more can be sent.</summary>
    private async Task WriteAsync(Outbox outbox, IServerStreamWriter<Payload> stream, CancellationTokenSource ended)
    {
        try
        {
            await outbox.RunAsync(stream, ended.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or RpcException or InvalidOperationException)
        {
            LogWriteBroken(e.Message);
        }
        await ended.CancelAsync();
    }

    /// <summary>A message that is built already.</summary>
    private sealed class Ready(Payload payload) : IOutgoing
    {
        public Payload Take() => payload;

        public void Dropped()
        {
        }
    }

    [LoggerMessage(EventId = 2011, Level = LogLevel.Debug, Message = "Stream of {ConnectionId} ended: {Reason}")]
    private partial void LogStreamBroken(string connectionId, string reason);

    [LoggerMessage(EventId = 2012, Level = LogLevel.Debug, Message = "Stream could not be written: {Reason}")]
    private partial void LogWriteBroken(string reason);

    [LoggerMessage(EventId = 2013, Level = LogLevel.Debug, Message = "Ignored an unreadable {Type} on the stream of {ConnectionId}")]
    private partial void LogUnreadable(string connectionId, string type);

    [LoggerMessage(EventId = 2014, Level = LogLevel.Warning, Message = "Connection {ConnectionId} is cut off: it does not read what is pushed to it")]
    private partial void LogOverflow(string connectionId);
}
