using System.Buffers.Binary;
using ARSoft.Tools.Net.Dns;

namespace Batata.Api.Consul.Dns.Wire;

/// <summary>What becomes of a packet.</summary>
internal enum Reading
{
    /// <summary>It is a question.</summary>
    Asks,

    /// <summary>Nothing is said: it is no whole header, or an answer. To answer it would let others send our packets to whom they like.</summary>
    Silence,

    /// <summary>It cannot be read: an answer of nothing but a header with FORMERR.</summary>
    Broken,

    /// <summary>The question can be read, and what stands behind it cannot: FORMERR with the question.</summary>
    BrokenBehind,

    /// <summary>Nobody here does this: NOTIMP.</summary>
    Unknown,
}

/// <summary>
/// Reads packets of anybody. Never throws. Protocol source of what is taken: miekg/dns <c>DefaultMsgAcceptFunc</c>. A name with pointers, which none can
/// have that stands first, is not read.
/// </summary>
internal static class QuestionReader
{
    public const int HeaderBytes = 12;
    private const int TypeAndClass = 4;
    private const byte TruncatedAndRecursion = 0x03;
    private const byte AvailableAuthenticAndChecking = 0xb0;

    public static Reading Read(ReadOnlySpan<byte> packet, out Question? question)
    {
        question = null;
        if (packet.Length < HeaderBytes || (packet[2] & 0x80) != 0) return Reading.Silence;
        if (OpcodeOf(packet) is not (OperationCode.Query or OperationCode.Notify)) return Reading.Unknown;
        var (before, additional) = (CountAt(packet, 6) + CountAt(packet, 8), CountAt(packet, 10));
        if (CountAt(packet, 4) != 1 || CountAt(packet, 6) > 1 || CountAt(packet, 8) > 1 || additional > 2) return Reading.Broken;
        if (WireName.Read(packet[HeaderBytes..]) is not { } name) return Reading.Broken;
        var at = HeaderBytes + name.Bytes.Length;
        if (packet.Length < at + TypeAndClass) return Reading.Broken;
        if (!EdnsReader.TryRead(packet[(at + TypeAndClass)..], before, additional, out var edns)) return Reading.BrokenBehind;
        question = new Question(
            (ushort)CountAt(packet, 0), OpcodeOf(packet) == OperationCode.Notify, (packet[2] & 0x01) != 0, (packet[3] & 0x10) != 0,
            name, (RecordType)CountAt(packet, at), (ushort)CountAt(packet, at + 2), edns);
        return Reading.Asks;
    }

    /// <summary>The answer to a packet that is no question: its header, with the code and those of its bits that no answer sets. Protocol source: miekg/dns <c>serveDNS</c>.</summary>
    /// <returns>Bytes written; 0 for silence.</returns>
    public static int WriteRefusal(Reading reading, ReadOnlySpan<byte> packet, Span<byte> answer)
    {
        if (reading is not (Reading.Broken or Reading.BrokenBehind or Reading.Unknown)) return 0;
        answer[..HeaderBytes].Clear();
        packet[..2].CopyTo(answer);
        var opcode = reading == Reading.Unknown ? packet[2] & 0x78 : 0;
        answer[2] = (byte)(0x80 | opcode | (packet[2] & TruncatedAndRecursion));
        answer[3] = (byte)((packet[3] & AvailableAuthenticAndChecking) | (byte)(reading == Reading.Unknown ? ReturnCode.NotImplemented : ReturnCode.FormatError));
        if (reading != Reading.BrokenBehind || WireName.Read(packet[HeaderBytes..]) is not { } name) return HeaderBytes;
        answer[5] = 1;
        var end = HeaderBytes + name.Bytes.Length + TypeAndClass;
        packet[HeaderBytes..end].CopyTo(answer[HeaderBytes..]);
        return end;
    }

    private static OperationCode OpcodeOf(ReadOnlySpan<byte> packet) => (OperationCode)((packet[2] >> 3) & 0x0f);

    private static int CountAt(ReadOnlySpan<byte> packet, int at) => BinaryPrimitives.ReadUInt16BigEndian(packet[at..]);
}
