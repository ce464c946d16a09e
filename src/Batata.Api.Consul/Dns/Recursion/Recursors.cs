using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Dns.Recursion;

/// <summary>Other name servers, for names that are not Consul's. Protocol source: Consul <c>handleRecurse</c>, <c>resolveCNAME</c>.</summary>
internal sealed partial class Recursors(IOptions<ConsulDnsOptions> options, ILogger<Recursors> logger)
{
    private const int MaxBytes = ushort.MaxValue;
    private readonly ConsulDnsOptions _options = options.Value;

    public bool Any => _options.Recursors.Count > 0;

    /// <summary>Asks one after another, by the transport of the question.</summary>
    /// <returns>The first answer that finds something or says that nothing is there, as it came but for its id; null when there is none.</returns>
    public Task<byte[]?> ForwardAsync(ReadOnlyMemory<byte> question, bool overTcp, CancellationToken cancellationToken) =>
        AskAsync(question, overTcp, static code => code is ReturnCode.NoError or ReturnCode.NxDomain, cancellationToken);

    /// <summary>The addresses of a name, with the CNAMEs on the way there; none when nobody knows.</summary>
    public async Task<IReadOnlyList<AnswerRecord>> ResolveAsync(WireName name, CancellationToken cancellationToken)
    {
        var question = new byte[QuestionReader.HeaderBytes + name.Bytes.Length + 4];
        question[2] = 0x01; // recursion desired
        question[5] = 1;
        name.Bytes.CopyTo(question.AsSpan(QuestionReader.HeaderBytes));
        question[^3] = (byte)RecordType.A;
        question[^1] = (byte)RecordClass.INet;
        return await AskAsync(question, overTcp: false, static _ => true, cancellationToken) is { } answer ? UpstreamAnswer.Read(answer) : [];
    }

    private async Task<byte[]?> AskAsync(ReadOnlyMemory<byte> question, bool overTcp, Func<ReturnCode, bool> isTaken, CancellationToken cancellationToken)
    {
        var recursors = _options.Recursors.ToArray();
        if (_options.RecursorStrategy == RecursorStrategy.Random) Random.Shared.Shuffle(recursors);
        foreach (var recursor in recursors)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(TimeSpan.FromMilliseconds(_options.RecursorTimeoutMs));
            try
            {
                var answer = await ExchangeAsync(recursor, question, overTcp, patience.Token);
                var code = (ReturnCode)(answer[3] & 0x0f);
                if (isTaken(code)) return answer;
                LogRefused(recursor, code);
            }
            catch (Exception e) when (e is SocketException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
            {
                LogFailed(e, recursor);
            }
        }
        return null;
    }

    /// <summary>With an id and a port that nobody can guess; what does not fit the question is not its answer.</summary>
    private static async Task<byte[]> ExchangeAsync(IPEndPoint recursor, ReadOnlyMemory<byte> question, bool overTcp, CancellationToken token)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxBytes + 2);
        try
        {
            using var socket = new Socket(recursor.AddressFamily, overTcp ? SocketType.Stream : SocketType.Dgram, overTcp ? ProtocolType.Tcp : ProtocolType.Udp);
            await socket.ConnectAsync(recursor, token);
            var id = (ushort)System.Security.Cryptography.RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
            BinaryPrimitives.WriteUInt16BigEndian(buffer, (ushort)question.Length);
            question.CopyTo(buffer.AsMemory(2));
            BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(2), id);
            await socket.SendAsync(overTcp ? buffer.AsMemory(0, question.Length + 2) : buffer.AsMemory(2, question.Length), token);
            while (true)
            {
                var length = overTcp ? await ReceivePacketAsync(socket, buffer, token) : await socket.ReceiveAsync(buffer.AsMemory(0, MaxBytes), token);
                if (!IsAnswer(buffer.AsSpan(0, length), id, question.Span)) continue;
                var answer = buffer[..length];
                question.Span[..2].CopyTo(answer);
                return answer;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<int> ReceivePacketAsync(Socket socket, byte[] buffer, CancellationToken token)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, 2), token);
        var length = BinaryPrimitives.ReadUInt16BigEndian(buffer);
        await stream.ReadExactlyAsync(buffer.AsMemory(0, length), token);
        return length;
    }

    private static bool IsAnswer(ReadOnlySpan<byte> answer, ushort id, ReadOnlySpan<byte> question) =>
        answer.Length >= QuestionReader.HeaderBytes && (answer[2] & 0x80) != 0 && BinaryPrimitives.ReadUInt16BigEndian(answer) == id
        && (BinaryPrimitives.ReadUInt16BigEndian(answer[4..]) == 0
            || (WireName.Read(question[QuestionReader.HeaderBytes..]) is { } asked && WireName.Read(answer[QuestionReader.HeaderBytes..])?.IndexOf(asked) == 0));

    [LoggerMessage(EventId = 3701, Level = LogLevel.Debug, Message = "Name server {Recursor} answers {Code}")]
    private partial void LogRefused(IPEndPoint recursor, ReturnCode code);

    [LoggerMessage(EventId = 3702, Level = LogLevel.Debug, Message = "Name server {Recursor} does not answer")]
    private partial void LogFailed(Exception exception, IPEndPoint recursor);
}
