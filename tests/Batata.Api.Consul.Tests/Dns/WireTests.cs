using System.Net;
using System.Text;
using ARSoft.Tools.Net.Dns;
using Batata.Api.Consul.Dns;
using Batata.Api.Consul.Dns.Views;
using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Tests.Dns;

public sealed class WireTests
{
    [Theory]
    [InlineData("web.service.consul", "web.service.consul.")]
    [InlineData("web.service.consul.", "web.service.consul.")]
    [InlineData(".", ".")]
    [InlineData("", ".")]
    [InlineData("not a name", "not\\ a\\ name.")]
    [InlineData("grün", "gr\\195\\188n.")]
    [InlineData("a\\.b.c", "a\\.b.c.")]
    [InlineData("a\\032b", "a\\ b.")]
    [InlineData("a\\", "a\\\\.")]
    public void Name_FromText(string text, string expected)
    {
        Assert.True(WireName.TryParse(text, out var name));
        Assert.Equal(expected, name.ToString());
        Assert.Equal(name, WireName.Read(name.Bytes));
    }

    [Theory]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123")] // 64
    public void Name_ThatNoPacketCanHold_IsNone(string text) => Assert.False(WireName.TryParse(text, out _));

    [Fact]
    public void Name_OfMoreThan255Bytes_IsNone()
    {
        Assert.True(WireName.TryParse(string.Join('.', Enumerable.Repeat("123456789", 25)), out _));
        Assert.False(WireName.TryParse(string.Join('.', Enumerable.Repeat("123456789", 26)), out _));
    }

    [Theory]
    [InlineData("web.consul", "consul", 4)]
    [InlineData("web.CONSUL", "consul", 4)]
    [InlineData("consul", "consul", 0)]
    [InlineData("xconsul", "consul", -1)]
    [InlineData("consul", "web.consul", -1)]
    [InlineData("a\\006consul", "consul", -1)] // a length byte within a label
    public void End_IsFoundAtALabel(string name, string end, int at) => Assert.Equal(at, Of(name).IndexOf(Of(end)));

    [Theory]
    [InlineData("k", "v", "k=v")]
    [InlineData("a=b", "c=d", "a`=b=c=d")]
    [InlineData("tick`s", "e`f", "tick``s=e``f")]
    [InlineData(" lead", "x", "` lead=x")]
    [InlineData("trail  ", "y", "trail` ` =y")]
    [InlineData("RFC1035-x", "upper", "upper")]
    [InlineData("rfc1035", "not", "rfc1035=not")]
    [InlineData("path", "C:\\new\\012", "path=C:new\f")] // byte 12
    [InlineData("empty", "", "empty=")]
    public void Metadata_AsText(string key, string value, string expected)
    {
        var data = NodeText.Write(key, value);
        Assert.Equal(data.Length - 1, data[0]);
        Assert.Equal(expected, Encoding.UTF8.GetString(data.AsSpan(1)));
    }

    [Fact]
    public void LongMetadata_IsSeveralStrings()
    {
        var data = NodeText.Write("k", new string('v', 300));
        Assert.Equal((255, 302 - 255, 304), (data[0], data[256], data.Length));
    }

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("2001:db8::1", "2001:db8::1")]
    [InlineData("010.0.0.1", null)]
    [InlineData("10.1", null)]
    [InlineData("1", null)]
    [InlineData("0x0a.0.0.1", null)]
    [InlineData("fe80::1%eth0", null)]
    [InlineData("[::1]", null)]
    [InlineData("10.0.0.1:80", null)]
    [InlineData("", null)]
    [InlineData("host.example", null)]
    public void Address_AsGoReadsIt(string text, string? expected) => Assert.Equal(expected, GoAddress.Parse(text)?.ToString());

    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("::ffff:10.0.0.1", "10.0.0.1")]
    [InlineData("2001:db8:0:0:0:0:0:1", "2001:db8::1")]
    [InlineData("::1.2.3.4", "::102:304")]
    [InlineData("fe80::5efe:1.2.3.4", "fe80::5efe:102:304")]
    public void Address_AsGoWritesIt(string text, string expected) => Assert.Equal(expected, GoAddress.Write(IPAddress.Parse(text)));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packet_IsReadBackByTheLibrary(bool compress)
    {
        var reply = ManyServices(3);
        var writer = new PacketWriter(new byte[ushort.MaxValue]);
        var length = writer.Write(reply, compress);

        Assert.Equal(length, writer.Written.Length);
        var message = DnsMessage.Parse(writer.Written.ToArray());
        Assert.Equal(["n0.node.dc1.consul.", "n1.node.dc1.consul.", "n2.node.dc1.consul."], message.AnswerRecords.Cast<SrvRecord>().Select(static r => r.Target.ToString()));
        Assert.Equal(["10.0.0.0", "10.0.0.1", "10.0.0.2"], message.AdditionalRecords.OfType<ARecord>().Select(static r => r.Address.ToString()));
        Assert.Equal((ushort)1232, message.EDnsOptions!.UdpPayloadSize);
    }

    [Fact]
    public void Packet_WithoutCompression_IsLongerByWhatIsPointedTo()
    {
        var (reply, writer) = (ManyServices(3), new PacketWriter(new byte[ushort.MaxValue]));
        // Three owners like the question, and three like a target, each a pointer of two bytes.
        Assert.Equal((3 * (Of("web.service.consul").Bytes.Length - 2)) + (3 * (Of("n0.node.dc1.consul").Bytes.Length - 2)) + (3 * 0), writer.Write(reply, false) - writer.Write(reply, true));
    }

    [Fact]
    public void Length_IsCountedBeyondTheBuffer()
    {
        var reply = ManyServices(50);
        Assert.Equal(new PacketWriter(new byte[ushort.MaxValue]).Write(reply, true), new PacketWriter(new byte[100]).Write(reply, true));
    }

    [Theory]
    [InlineData(null, false, 3)] // three over UDP without EDNS
    [InlineData(512, false, 3)]
    [InlineData(1232, false, 0)] // as many as fit
    [InlineData(4096, false, 0)]
    [InlineData(null, true, 100)] // all over TCP
    public void Cut_LeavesWhatTheTransportTakes(int? edns, bool overTcp, int expected)
    {
        var reply = ManyServices(100, edns);
        var (writer, options) = (new PacketWriter(new byte[ushort.MaxValue]), new ConsulDnsOptions { EnableTruncate = true });
        ReplySize.Cut(reply, overTcp, options, writer);
        var length = writer.Write(reply, true);

        if (expected > 0) Assert.Equal(expected, reply.Answers.Count);
        else Assert.InRange(length, edns!.Value - 80, edns.Value - 8);
        Assert.Equal(reply.Answers.Count < 100, reply.IsTruncated);
        Assert.Equal(reply.Answers.Cast<ServiceRecord>().Select(static r => r.Target), reply.Additional.Select(static r => r.Name)); // one address for each that stayed
    }

    private static WireName Of(string text) => WireName.TryParse(text, out var name) ? name : throw new FormatException(text);

    private static Reply ManyServices(int count, int? edns = 1232)
    {
        var name = Of("web.service.consul");
        var question = new Question(1, false, true, false, name, RecordType.Srv, 1, edns is { } size ? new Edns((ushort)size, null) : null);
        var reply = new Reply(question) { HasEdns = edns is not null };
        for (var i = 0; i < count; i++)
        {
            var target = Of($"n{i}.node.dc1.consul");
            reply.Answers.Add(new ServiceRecord(name, 0, 1, 80, target));
            reply.Additional.Add(new AddressRecord(target, 0, new IPAddress([10, 0, 0, (byte)i])));
        }
        return reply;
    }
}
