using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using Batata.Api.Consul.Dns.Answers;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Consul.Dns.Ports;

/// <summary>
/// Questions over TCP on one address: those of a connection are answered in order. Limits are those of miekg/dns: 128 questions, 2 s for the first,
/// 8 s for each other, 2 s to take an answer.
/// </summary>
internal sealed partial class TcpPort(Socket listener, DnsAnswers answers, ConsulDnsOptions options, ILogger logger) : IDisposable
{
    private const int MostQuestions = 128;
    private static readonly TimeSpan FirstQuestion = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NextQuestion = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan TakeAnswer = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(50);

    private readonly SemaphoreSlim _places = new(options.MaxConnections);

    public async Task RunAsync(CancellationToken stopping)
    {
        await AcceptAllAsync(stopping);
        for (var i = 0; i < options.MaxConnections; i++) await _places.WaitAsync(CancellationToken.None); // until all have ended
    }

    public void Dispose() => _places.Dispose();

    private async Task AcceptAllAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var connection = await listener.AcceptAsync(stopping);
                if (_places.Wait(0, CancellationToken.None)) _ = ServeAsync(connection, stopping);
                else Refuse(connection);
            }
            catch (Exception e) when (e is OperationCanceledException || (e is ObjectDisposedException or SocketException && stopping.IsCancellationRequested))
            {
                return;
            }
            catch (SocketException e)
            {
                // Gone before it was taken; or there are no handles left, which only time helps.
                LogNotAccepted(e);
                await Task.Delay(AfterFailure, CancellationToken.None);
            }
        }
    }

    private async Task ServeAsync(Socket connection, CancellationToken stopping)
    {
        try
        {
            connection.NoDelay = true;
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            await TalkAsync(stream, stopping);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The other end went away, was too slow, or we stop: there is nobody to tell.
            LogEnded(e);
        }
        finally
        {
            connection.Dispose();
            _places.Release();
        }
    }

    private async Task TalkAsync(NetworkStream stream, CancellationToken stopping)
    {
        AnswerDesk? desk = null;
        for (var question = 0; question < MostQuestions; question++)
        {
            var packet = await ReadAsync(stream, question == 0 ? FirstQuestion : NextQuestion, stopping);
            try
            {
                desk ??= new AnswerDesk(answers, options, overTcp: true);
                var answer = desk.Take(packet, stopping, out var waiting);
                if (waiting is not null) answer = desk.Write(await waiting);
                if (answer.Length > 0) await SendAsync(stream, answer, stopping);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(packet.Array!);
            }
        }
    }

    /// <returns>In a rented array, only as large as the packet says.</returns>
    private static async Task<ArraySegment<byte>> ReadAsync(NetworkStream stream, TimeSpan patience, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(patience);
        var buffer = ArrayPool<byte>.Shared.Rent(2);
        try
        {
            await stream.ReadExactlyAsync(buffer.AsMemory(0, 2), deadline.Token);
            var length = BinaryPrimitives.ReadUInt16BigEndian(buffer);
            if (length > buffer.Length)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(length);
            }
            await stream.ReadExactlyAsync(buffer.AsMemory(0, length), deadline.Token);
            return new ArraySegment<byte>(buffer, 0, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static async Task SendAsync(NetworkStream stream, ReadOnlyMemory<byte> answer, CancellationToken stopping)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        deadline.CancelAfter(TakeAnswer);
        var packet = ArrayPool<byte>.Shared.Rent(answer.Length + 2);
        try
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet, (ushort)answer.Length);
            answer.CopyTo(packet.AsMemory(2));
            await stream.WriteAsync(packet.AsMemory(0, answer.Length + 2), deadline.Token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(packet);
        }
    }

    private void Refuse(Socket connection)
    {
        connection.Dispose();
        LogRefused(options.MaxConnections);
    }

    [LoggerMessage(EventId = 3731, Level = LogLevel.Debug, Message = "A DNS connection ended early")]
    private partial void LogEnded(Exception exception);

    [LoggerMessage(EventId = 3732, Level = LogLevel.Debug, Message = "A DNS connection was closed at once: there are {Most} already")]
    private partial void LogRefused(int most);

    [LoggerMessage(EventId = 3733, Level = LogLevel.Warning, Message = "A DNS connection could not be accepted")]
    private partial void LogNotAccepted(Exception exception);
}
