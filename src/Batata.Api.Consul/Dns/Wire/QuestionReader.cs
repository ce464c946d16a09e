using System.Buffers.Binary;
using System.Net.Sockets;
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

    /// <summary>Nobody here does this: NOTIMP.</summary>
    Unknown,
}

/// <summary>
/// Reads packets of anybody. Never throws. Protocol source of what is taken: miekg/dns <c>DefaultMsgAcceptFunc</c>. The library reads all but the
/// name, of which it would lose bytes above 0x7f; a name with pointers, which none can have that stands first, is not read.
/// </summary>
internal static class QuestionReader
{
    public const int HeaderBytes = 12;

    public static Reading Read(ArraySegment<byte> packet, out Question? question)
    {
        question = null;
        if (packet.Count < HeaderBytes || (packet[2] & 0x80) != 0) return Reading.Silence;
        if (OpcodeOf(packet) is not (OperationCode.Query or OperationCode.Notify)) return Reading.Unknown;
        if (CountAt(packet, 4) != 1 || CountAt(packet, 6) > 1 || CountAt(packet, 8) > 1 || CountAt(packet, 10) > 2) return Reading.Broken;
        if (WireName.Read(packet.AsSpan(HeaderBytes)) is not { } name || Parse(packet) is not { Questions.Count: 1 } message) return Reading.Broken;
        Edns? edns = null;
        if (message.EDnsOptions is { } options && !TryReadEdns(options, out edns)) return Reading.Broken;
        var asked = message.Questions[0];
        question = new Question(
            message.TransactionID, message.OperationCode == OperationCode.Notify, message.IsRecursionDesired, message.IsCheckingDisabled,
            name, asked.RecordType, (ushort)asked.RecordClass, edns);
        return Reading.Asks;
    }

    /// <summary>The answer to a packet that is no question: its header, with the code. Protocol source: miekg/dns <c>serveDNS</c>.</summary>
    /// <returns>Bytes written; 0 for silence.</returns>
    public static int WriteRefusal(Reading reading, ReadOnlySpan<byte> packet, Span<byte> answer)
    {
        if (reading is not (Reading.Broken or Reading.Unknown)) return 0;
        answer[..HeaderBytes].Clear();
        packet[..2].CopyTo(answer);
        var opcode = reading == Reading.Unknown ? packet[2] & 0x78 : 0;
        answer[2] = (byte)(0x80 | opcode | (packet[2] & 0x01));
        answer[3] = (byte)(reading == Reading.Unknown ? ReturnCode.NotImplemented : ReturnCode.FormatError);
        return HeaderBytes;
    }

    private static OperationCode OpcodeOf(ArraySegment<byte> packet) => (OperationCode)((packet[2] >> 3) & 0x0f);

    private static int CountAt(ArraySegment<byte> packet, int at) => BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(at));

    private static DnsMessage? Parse(ArraySegment<byte> packet)
    {
        try
        {
            return DnsMessage.Parse(packet);
        }
#pragma warning disable CA1031 // The library has no other way to say that it cannot read, and many exceptions to say it with.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static bool TryReadEdns(OptRecord options, out Edns? edns)
    {
        edns = null;
        ClientSubnet? subnet = null;
        if (options.Options.OfType<ClientSubnetOption>().FirstOrDefault() is { } option)
        {
            var (family, bits) = option.Family switch
            {
                AddressFamily.InterNetwork => ((ushort)1, 32),
                AddressFamily.InterNetworkV6 => ((ushort)2, 128),
                _ => default,
            };
            if (option.SourceNetmask > bits) return false;
            subnet = new ClientSubnet(family, option.SourceNetmask, option.Address.GetAddressBytes().AsMemory(0, (option.SourceNetmask + 7) / 8));
        }
        edns = new Edns(options.UdpPayloadSize, subnet);
        return true;
    }
}
