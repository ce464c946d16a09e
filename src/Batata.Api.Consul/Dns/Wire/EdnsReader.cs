using System.Buffers.Binary;
using ARSoft.Tools.Net.Dns;

namespace Batata.Api.Consul.Dns.Wire;

/// <summary>
/// What a question says with EDNS: the last OPT record of Additional. Records of other kinds are stepped over, whatever is in them, so that somebody's
/// garbage costs no exception. Fewer records than were announced are taken, as miekg/dns does (<c>unpackRRslice</c>).
/// </summary>
internal static class EdnsReader
{
    private const int FixedBytes = 10; // type, class, TTL and length
    private const int OptionHeader = 4;
    private const ushort Subnet = 8;

    /// <param name="records">What stands behind the question.</param>
    /// <param name="before">Records before Additional.</param>
    /// <returns>False for what cannot be read.</returns>
    public static bool TryRead(ReadOnlySpan<byte> records, int before, int additional, out Edns? edns)
    {
        edns = null;
        for (var i = 0; i < before + additional && records.Length > 0; i++)
        {
            if (NameBytes(records) is not { } name || records.Length < name + FixedBytes) return false;
            var record = records[name..];
            var end = FixedBytes + UInt16(record, FixedBytes - 2);
            if (record.Length < end) return false;
            if (i >= before && UInt16(record, 0) == (ushort)RecordType.Opt)
            {
                if (!TryReadOptions(record[FixedBytes..end], out var subnet)) return false;
                edns = new Edns(UInt16(record, 2), subnet);
            }
            records = record[end..];
        }
        return true;
    }

    /// <returns>How long the name is here, which may point elsewhere; null when it is cut or of an unknown kind.</returns>
    private static int? NameBytes(ReadOnlySpan<byte> records)
    {
        for (var at = 0; at < records.Length; at += records[at] + 1)
        {
            if (records[at] == 0) return at + 1;
            if (records[at] >= 0xc0) return at + 2;
            if (records[at] > 63) return null;
        }
        return null;
    }

    private static bool TryReadOptions(ReadOnlySpan<byte> options, out ClientSubnet? subnet)
    {
        subnet = null;
        while (options.Length > 0)
        {
            if (options.Length < OptionHeader || options.Length < OptionHeader + UInt16(options, 2)) return false;
            var data = options.Slice(OptionHeader, UInt16(options, 2));
            if (UInt16(options, 0) == Subnet)
            {
                if (ReadSubnet(data) is not { } read) return false;
                subnet ??= read;
            }
            options = options[(OptionHeader + data.Length)..];
        }
        return true;
    }

    /// <summary>Bits behind the mask are left out, as in the option that comes back.</summary>
    private static ClientSubnet? ReadSubnet(ReadOnlySpan<byte> data)
    {
        if (data.Length < 4) return null;
        var (family, mask, scope) = (UInt16(data, 0), data[2], data[3]);
        int? bits = family switch { 0 => 0, 1 => 32, 2 => 128, _ => null };
        if (bits is null || mask > bits || (family != 0 && scope > bits)) return null;
        var address = new byte[(mask + 7) / 8];
        data[4..Math.Min(data.Length, 4 + address.Length)].CopyTo(address);
        if (mask % 8 != 0) address[^1] &= (byte)(0xff << (8 - (mask % 8)));
        return new ClientSubnet(family, mask, address);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
}
