using Batata.Api.Consul.Dns.Answers;
using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Dns.Ports;

/// <summary>From packet to packet, for one loop or connection: it has one buffer, which holds the answer until the next question.</summary>
internal sealed class AnswerDesk(DnsAnswers answers, ConsulDnsOptions options, bool overTcp)
{
    private const int MaxBytes = ushort.MaxValue;

    // An answer that was left out of a small packet was still counted: nothing is sent from beyond the buffer.
    private readonly byte[] _buffer = new byte[MaxBytes];
    private PacketWriter? _writer;

    private PacketWriter Writer => _writer ??= new PacketWriter(_buffer);

    /// <summary>What comes of a packet when nothing has to be waited for.</summary>
    /// <param name="waiting">The answer to come, when something has.</param>
    /// <returns>Empty for no answer, or none yet.</returns>
    public ReadOnlyMemory<byte> Take(ArraySegment<byte> packet, CancellationToken cancellationToken, out Task<DnsAnswer>? waiting)
    {
        waiting = null;
        var reading = QuestionReader.Read(packet, out var question);
        if (reading != Reading.Asks) return _buffer.AsMemory(0, QuestionReader.WriteRefusal(reading, packet, _buffer));
        var answer = answers.AnswerAsync(question!, packet, overTcp, cancellationToken);
        if (answer.IsCompletedSuccessfully) return Write(answer.Result);
        waiting = answer.AsTask();
        return default;
    }

    /// <returns>Valid until the next call.</returns>
    public ReadOnlyMemory<byte> Write(DnsAnswer answer)
    {
        if (answer.Forwarded is { } forwarded) return forwarded;
        var reply = answer.Reply!;
        if (reply.IsAuthoritative) ReplySize.Cut(reply, overTcp, options, Writer);
        var length = Writer.Write(reply, compress: !options.DisableCompression);
        return length <= MaxBytes ? Writer.Written : default;
    }
}
