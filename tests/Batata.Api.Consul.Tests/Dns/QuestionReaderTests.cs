using Batata.Api.Consul.Dns.Wire;

namespace Batata.Api.Consul.Tests.Dns;

/// <summary>What a packet is taken for. The packets and what becomes of them are those of miekg/dns, which Consul reads with.</summary>
public sealed class QuestionReaderTests
{
    private const string Consul = "06636f6e73756c00 0006 0001";
    private const string Opt = "00 0029 04d0 00000000";

    [Theory]
    [InlineData("1246 0100 0001 0000 0000 0001" + Consul)] // a record that was announced is not there
    [InlineData("1246 0100 0001 0000 0000 0002" + Consul + Opt + "0000")]
    [InlineData("1246 0100 0001 0001 0000 0000" + Consul + "c00c 0001 0001 00000005 0003 010203")] // an address of three bytes, which nobody looks at
    [InlineData("1246 0100 0001 0000 0000 0001" + Consul + "00 00fa 00ff 00000000 0002 ffff")] // a signature
    [InlineData("1246 0100 0001 0000 0000 0000" + Consul + "ffff")]
    public void Question_WithWhatDoesNotMatter_Asks(string packet)
    {
        Assert.Equal(Reading.Asks, QuestionReader.Read(Bytes(packet), out var question));
        Assert.Equal("consul.", question!.Name.ToString());
    }

    [Theory]
    [InlineData("0001 14 00 0a01ff", "0a01f0")] // 10.1.255.0/20: bits behind the mask do not come back
    [InlineData("0001 18 00 0a01", "0a0100")]
    [InlineData("0001 00 00", "")]
    [InlineData("0000 00 00", "")] // dig +subnet=0
    [InlineData("0002 38 00 20010db8000001", "20010db8000001")]
    public void Subnet_IsReadToItsMask(string option, string address)
    {
        Assert.Equal(Reading.Asks, QuestionReader.Read(WithOption("0008", option), out var question));
        Assert.Equal(address, Convert.ToHexStringLower(question!.Edns!.Subnet!.Address.Span));
        Assert.Equal(1232, question.Edns.Size);
    }

    [Theory]
    [InlineData("0001 21 00 0a010203")] // 33 bits
    [InlineData("0001 18 28 0a0102")] // scope of 40
    [InlineData("0002 81 00 20010db8")]
    [InlineData("0003 00 00")] // a family of nobody
    [InlineData("0000 08 00 0a")]
    [InlineData("0001 18")]
    public void Subnet_ThatIsNone_IsBroken_WithTheQuestion(string option) => AssertBroken(WithOption("0008", option));

    [Theory]
    [InlineData("1246 0100 0001 0000 0000 0001" + Consul + "00 0029 04d0 0000")] // cut
    [InlineData("1246 0100 0001 0000 0000 0001" + Consul + Opt + "0004 0008 0004")] // an option without its data
    [InlineData("1246 0100 0001 0000 0000 0001" + Consul + Opt + "0001")] // data that is not there
    [InlineData("1246 0100 0001 0000 0000 0001" + Consul + "45 0029 04d0 00000000 0000")] // a label of a reserved kind
    [InlineData("1246 0100 0001 0000 0000 0001" + Consul + "c0")]
    public void RecordsBehind_ThatCannotBeRead_AreBroken_WithTheQuestion(string packet) => AssertBroken(Bytes(packet));

    [Theory]
    [InlineData("1246 0130 0000 0000 0000 0000", "1246 8131 0000 0000 0000 0000")] // AD and CD stay; reserved bits and codes do not
    [InlineData("1246 07ff 0000 0000 0000 0000", "1246 83b1 0000 0000 0000 0000")]
    [InlineData("1246 5bff 0001 0000 0000 0000" + Consul, "1246 dbb4 0000 0000 0000 0000")]
    [InlineData("1246 0100 0001 0000 0000 0000 06636f", "1246 8101 0000 0000 0000 0000")]
    public void Refusal_KeepsBitsOfTheHeader(string packet, string expected) => Assert.Equal(Hex(expected), Refuse(Bytes(packet)));

    [Theory]
    [InlineData("1246 01")]
    [InlineData("1246 8100 0001 0000 0000 0000" + Consul)]
    public void Refusal_OfWhatMayNotBeAnswered_IsNone(string packet) => Assert.Empty(Refuse(Bytes(packet)));

    private static void AssertBroken(byte[] packet)
    {
        Assert.Equal(Reading.BrokenBehind, QuestionReader.Read(packet, out _));
        Assert.Equal(Hex("1246 8101 0001 0000 0000 0000" + Consul), Refuse(packet));
    }

    private static byte[] WithOption(string code, string data)
    {
        var option = Bytes(data);
        return [.. Bytes("1246 0100 0001 0000 0000 0001" + Consul + Opt), 0, (byte)(option.Length + 4), .. Bytes(code), 0, (byte)option.Length, .. option];
    }

    private static string Refuse(byte[] packet)
    {
        var buffer = new byte[512];
        return Convert.ToHexStringLower(buffer.AsSpan(0, QuestionReader.WriteRefusal(QuestionReader.Read(packet, out _), packet, buffer)));
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(Hex(hex));

    private static string Hex(string hex) => hex.Replace(" ", "", StringComparison.Ordinal);
}
