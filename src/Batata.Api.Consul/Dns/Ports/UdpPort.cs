using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Batata.Api.Consul.Dns.Answers;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Consul.Dns.Ports;

/// <summary>
/// Questions over UDP on one address. A loop for each processor answers what memory holds; what has to be waited for (a read, another name server)
/// goes on beside it, up to a number of questions, over which they are dropped: who asks asks again.
/// </summary>
internal sealed partial class UdpPort(Socket socket, DnsAnswers answers, ConsulDnsOptions options, ILogger logger) : IDisposable
{
    private const int MaxBytes = ushort.MaxValue;
    private const int MostWaiting = 1_024;

    private readonly SemaphoreSlim _places = new(MostWaiting);
    private readonly ConcurrentBag<AnswerDesk> _desks = [];

    public async Task RunAsync(CancellationToken stopping)
    {
        await Task.WhenAll(Enumerable.Range(0, Math.Max(1, Environment.ProcessorCount)).Select(_ => Task.Run(() => LoopAsync(stopping), CancellationToken.None)));
        for (var i = 0; i < MostWaiting; i++) await _places.WaitAsync(CancellationToken.None); // until nobody waits
    }

    public void Dispose() => _places.Dispose();

    private async Task LoopAsync(CancellationToken stopping)
    {
        var desk = new AnswerDesk(answers, options, overTcp: false);
        var (buffer, from) = (new byte[MaxBytes], new SocketAddress(socket.AddressFamily));
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var length = await socket.ReceiveFromAsync(buffer.AsMemory(), SocketFlags.None, from, stopping);
                var answer = desk.Take(new ArraySegment<byte>(buffer, 0, length), stopping, out var waiting);
                if (waiting is not null) Await(waiting, Copy(from), stopping);
                else if (answer.Length > 0) await socket.SendToAsync(answer, SocketFlags.None, from, stopping);
            }
            catch (Exception e) when (e is OperationCanceledException || (e is ObjectDisposedException or SocketException && stopping.IsCancellationRequested))
            {
                return;
            }
            catch (SocketException e)
            {
                // What the network says of somebody who is gone, or an answer that is too large for it.
                LogNotSent(e);
            }
        }
    }

    private void Await(Task<DnsAnswer> waiting, SocketAddress to, CancellationToken stopping)
    {
        if (_places.Wait(0, CancellationToken.None)) _ = FinishAsync(waiting, to, stopping);
        else LogDropped();
    }

    private async Task FinishAsync(Task<DnsAnswer> waiting, SocketAddress to, CancellationToken stopping)
    {
        try
        {
            var found = await waiting;
            if (!_desks.TryTake(out var desk)) desk = new AnswerDesk(answers, options, overTcp: false);
            var answer = desk.Write(found);
            if (answer.Length > 0) await socket.SendToAsync(answer, SocketFlags.None, to, stopping);
            _desks.Add(desk);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            LogNotSent(e);
        }
        finally
        {
            _places.Release();
        }
    }

    private static SocketAddress Copy(SocketAddress address)
    {
        var copy = new SocketAddress(address.Family, address.Size);
        address.Buffer.Span[..address.Size].CopyTo(copy.Buffer.Span);
        return copy;
    }

    [LoggerMessage(EventId = 3721, Level = LogLevel.Debug, Message = "A DNS answer could not be sent")]
    private partial void LogNotSent(Exception exception);

    [LoggerMessage(EventId = 3722, Level = LogLevel.Debug, Message = "A DNS question was dropped: too many wait for an answer")]
    private partial void LogDropped();
}
