using System.Buffers.Binary;
using ARSoft.Tools.Net.Dns;

namespace Batata.Api.Consul.Dns.Wire;

/// <summary>
/// Writes an answer, or only finds out how long it would be: what does not fit the buffer is counted. The library cannot do this: it hides its
/// writer, always compresses, and knows the size when all is written. Names are pointed to where Consul's library (miekg/dns) does, which is
/// everywhere but in SRV records. For one thread; used again and again.
/// </summary>
internal sealed class PacketWriter(byte[] buffer)
{
    private const int MaxPointer = 0x3fff;
    private const ushort Internet = 1;

    private readonly Dictionary<NamePart, ushort> _written = [];
    private bool _compresses;
    private int _at;

    public ReadOnlyMemory<byte> Written => buffer.AsMemory(0, Math.Min(_at, buffer.Length));

    /// <returns>Its length in bytes, also when that is more than the buffer holds.</returns>
    public int Write(Reply reply, bool compress)
    {
        (_at, _compresses) = (0, compress);
        _written.Clear();
        var question = reply.Question;
        Put16(question.Id);
        Put16(FlagsOf(reply));
        Put16(1);
        Put16((ushort)reply.Answers.Count);
        Put16((ushort)reply.Authority.Count);
        Put16((ushort)(reply.Additional.Count + (reply.HasEdns ? 1 : 0)));
        Put(question.Name, mayPoint: true);
        Put16((ushort)question.Type);
        Put16(question.Class);
        foreach (var record in reply.Answers) Put(record);
        foreach (var record in reply.Authority) Put(record);
        foreach (var record in reply.Additional) Put(record);
        if (reply.HasEdns && question.Edns is { } edns) Put(edns, reply.IsForSubnet && reply.Code == ReturnCode.NoError);
        return _at;
    }

    private static ushort FlagsOf(Reply reply)
    {
        var question = reply.Question;
        var flags = 0x8000 | (int)reply.Code;
        if (question.IsNotify) flags |= (int)OperationCode.Notify << 11;
        else flags |= (question.RecursionDesired ? 0x0100 : 0) | (question.CheckingDisabled ? 0x0010 : 0);
        return (ushort)(flags | (reply.IsAuthoritative ? 0x0400 : 0) | (reply.IsTruncated ? 0x0200 : 0) | (reply.OffersRecursion ? 0x0080 : 0));
    }

    private void Put(AnswerRecord record)
    {
        Put(record.Name, mayPoint: true);
        Put16((ushort)record.Type);
        Put16(Internet);
        Put32(record.Ttl);
        var length = _at;
        Put16(0);
        switch (record)
        {
            case AddressRecord address:
                Span<byte> bytes = stackalloc byte[16];
                address.Address.TryWriteBytes(bytes, out var count);
                Put(bytes[..count]);
                break;
            case NameRecord name:
                Put(name.Target, mayPoint: true);
                break;
            case ServiceRecord service:
                Put16(1);
                Put16(service.Weight);
                Put16(service.Port);
                Put(service.Target, mayPoint: false);
                break;
            case TextRecord text:
                Put(text.Strings.Span);
                break;
            case ZoneRecord zone:
                Put(zone.Server, mayPoint: true);
                Put(zone.Mailbox, mayPoint: true);
                Put32(zone.Serial);
                Put32(zone.Refresh);
                Put32(zone.Retry);
                Put32(zone.Expire);
                Put32(zone.MinTtl);
                break;
        }
        if (length + 2 <= buffer.Length) BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(length), (ushort)(_at - length - 2));
    }

    /// <summary>Version 0 and no flags, whatever was asked; other options than the subnet are not known here.</summary>
    private void Put(Edns edns, bool isForSubnet)
    {
        Put8(0);
        Put16((ushort)RecordType.Opt);
        Put16(edns.Size);
        Put32(0);
        if (edns.Subnet is not { } subnet)
        {
            Put16(0);
            return;
        }
        Put16((ushort)(subnet.Address.Length + 8));
        Put16((ushort)EDnsOptionType.ClientSubnet);
        Put16((ushort)(subnet.Address.Length + 4));
        Put16(subnet.Family);
        Put8(subnet.Mask);
        Put8(isForSubnet ? subnet.Mask : (byte)0);
        Put(subnet.Address.Span);
    }

    private void Put(WireName name, bool mayPoint)
    {
        var bytes = name.Bytes;
        for (var start = 0; bytes[start] > 0; start += bytes[start] + 1)
        {
            if (_compresses)
            {
                var part = new NamePart(name, start);
                if (!_written.TryGetValue(part, out var pointer))
                {
                    if (_at <= MaxPointer) _written.Add(part, (ushort)_at);
                }
                else if (mayPoint)
                {
                    Put16((ushort)(0xc000 | pointer));
                    return;
                }
            }
            Put(bytes.Slice(start, bytes[start] + 1));
        }
        Put8(0);
    }

    private void Put8(byte value)
    {
        if (_at < buffer.Length) buffer[_at] = value;
        _at++;
    }

    private void Put16(ushort value)
    {
        if (_at + 2 <= buffer.Length) BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(_at), value);
        _at += 2;
    }

    private void Put32(uint value)
    {
        if (_at + 4 <= buffer.Length) BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(_at), value);
        _at += 4;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        if (_at + bytes.Length <= buffer.Length) bytes.CopyTo(buffer.AsSpan(_at));
        _at += bytes.Length;
    }

    /// <summary>The end of a name.</summary>
    private readonly struct NamePart(WireName name, int start) : IEquatable<NamePart>
    {
        private readonly WireName _name = name;
        private readonly int _start = start;

        private ReadOnlySpan<byte> Bytes => _name.Bytes[_start..];

        public bool Equals(NamePart other) => Bytes.SequenceEqual(other.Bytes);

        public override bool Equals(object? obj) => obj is NamePart other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.AddBytes(Bytes);
            return hash.ToHashCode();
        }
    }
}
