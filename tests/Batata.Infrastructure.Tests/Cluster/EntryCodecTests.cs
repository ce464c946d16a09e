using System.Buffers;
using Batata.Application.Abstractions;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Batata.Infrastructure.Cluster.Entries;
using Google.Protobuf;
using LogRecord = Batata.Infrastructure.Cluster.Wire.LogRecord;

namespace Batata.Infrastructure.Tests.Cluster;

public sealed class EntryCodecTests
{
    private static readonly ConfigAuthor Author = new("nacos", "10.0.0.1");
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    /// <summary>Bytes as release 0.1 wrote them. They are never edited: a log on somebody's disk holds them.</summary>
    private static readonly (IReplicatedEntry Entry, string Bytes)[] Golden =
    [
        (new PublishConfigEntry(
            new ConfigKey("public", "DEFAULT_GROUP", "app.yaml"), new ConfigContent("a: 1", "f7a2b8a2d9d9d2e3b7d4f6a1c0e5b3d8", "k"),
            new ConfigDescription("app", "yaml", "d", "u", "e", "s", ["t1", "t2"]), Author, "0123", At),
            "0a1000112233445566778899aabbccddeeffa20693010a210a067075626c6963120d44454641554c545f47524f55501a086170702e79616d6c122b0a"
            + "04613a2031122066376132623861326439643964326533623764346636613163306535623364381a016b1a210a03617070120479616d6c1a01642201"
            + "752a01653201733a080a0274310a02743222110a056e61636f73120831302e302e302e312a043031323330fbd095ffbc31"),
        (new PublishConfigEntry(
            new ConfigKey("public", "G", "x"), new ConfigContent("v", "m", ""), ConfigDescription.None, new ConfigAuthor(null, null), null, At),
            "0a1000112233445566778899aabbccddeeffa206230a0e0a067075626c69631201471a017812060a017612016d1a00220030fbd095ffbc31"),
        (new PublishGrayConfigEntry(
            new ConfigKey("dev", "G", "x"), new BetaRule("1.1.1.1,2.2.2.2"), new ConfigContent("v", "m", ""), "app", Author, "0123", 10, At),
            "0a1000112233445566778899aabbccddeeffaa064f0a0b0a036465761201471a017812110a0f312e312e312e312c322e322e322e321a060a01761201"
            + "6d22036170702a110a056e61636f73120831302e302e302e31320430313233380a40fbd095ffbc31"),
        (new PublishGrayConfigEntry(
            new ConfigKey("dev", "G", "x"), new TagRule("canary"), new ConfigContent("v", "m", ""), null, Author, null, 10, At),
            "0a1000112233445566778899aabbccddeeffaa063b0a0b0a036465761201471a01781208120663616e6172791a060a017612016d2a110a056e61636f"
            + "73120831302e302e302e31380a40fbd095ffbc31"),
        (new RemoveConfigEntry(new ConfigKey("dev", "G", "x"), Author, At),
            "0a1000112233445566778899aabbccddeeffb206270a0b0a036465761201471a017812110a056e61636f73120831302e302e302e3118fbd095ffbc31"),
        (new RemoveGrayConfigEntry(new ConfigKey("dev", "G", "x"), "tag_canary", Author, At),
            "0a1000112233445566778899aabbccddeeffba06330a0b0a036465761201471a0178120a7461675f63616e6172791a110a056e61636f73120831302e"
            + "302e302e3120fbd095ffbc31"),
        (new RemoveConfigsByIdEntry([1, 2, 300], Author, At),
            "0a1000112233445566778899aabbccddeeffc206200a040102ac0212110a056e61636f73120831302e302e302e3118fbd095ffbc31"),
        (new PublishConfigEntry(
            new ConfigKey("public", "G", "x"), new ConfigContent("v", "m", ""), ConfigDescription.None, new ConfigAuthor(null, null), null, At, OnlyNew: true),
            "0a1000112233445566778899aabbccddeeffa206250a0e0a067075626c69631201471a017812060a017612016d1a00220030fbd095ffbc313801"),
        (new ForgetHistoryEntry(At, 1000), "0a1000112233445566778899aabbccddeeffca060a08fbd095ffbc3110e807"),
        (new SetCapacityEntry(new CapacityScope(true, "G"), new CapacityLimits(5, 0, null, null), At), "0a1000112233445566778899aabbccddeeffd2061008011201471805200038fbd095ffbc31"),
        (new CorrectUsageEntry(), "0a1000112233445566778899aabbccddeeffda0600"),
        (new PublishConfigEntry(
            new ConfigKey("public", "G", "x"), new ConfigContent("v", "m", ""), ConfigDescription.None, new ConfigAuthor(null, null), null, At,
            Quotas: new ConfigQuotas(1, 2, 3, 4, 5)),
            "0a1000112233445566778899aabbccddeeffa2062f0a0e0a067075626c69631201471a017812060a017612016d1a00220030fbd095ffbc31420a08011002180320042805"),
        (new ResealConfigsEntry([new ResealedContent(ConfigTable.History, 5, "m", "t")]), "0a1000112233445566778899aabbccddeeffe2060c0a0a080210051a016d220174"),
        (new ForgetSealKeyEntry("k1"), "0a1000112233445566778899aabbccddeeffea06040a026b31"),
        .. NamespaceGoldenEntries.All,
        .. NamingGoldenEntries.All,
        .. LockGoldenEntries.All,
        .. IdentityGoldenEntries.All,
        .. KeyValueGoldenEntries.All,
        .. SessionGoldenEntries.All,
        .. TransactionGoldenEntries.All,
        .. EventGoldenEntries.All,
        .. AutopilotGoldenEntries.All,
        .. ConsulSnapshotGoldenEntries.All,
        .. MarkGoldenEntries.All,
        .. CatalogGoldenEntries.All,
        .. AgentGoldenEntries.All,
    ];

    private static readonly Guid RequestId = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    private readonly EntryCodec _codec = new();

    public static TheoryData<Type> EntryTypes => [.. SampleEntries.Types];

    [Theory]
    [MemberData(nameof(EntryTypes))]
    public void Decode_OfEveryEntryOfTheApplication_GivesItBack(Type type)
    {
        foreach (var entry in SampleEntries.Of(type)) Assert.Equivalent(entry, Decode(_codec.Encode(entry, Guid.NewGuid())), strict: true);
    }

    [Fact]
    public void Encode_OfTodaysEntries_GivesTheBytesOfTheFirstRelease()
    {
        foreach (var (entry, bytes) in Golden) Assert.Equal(bytes, Convert.ToHexStringLower(_codec.Encode(entry, RequestId)));
    }

    [Fact]
    public void Decode_OfTheBytesOfTheFirstRelease_GivesTodaysEntries()
    {
        foreach (var (entry, bytes) in Golden) Assert.Equivalent(entry, Decode(Convert.FromHexString(bytes)), strict: true);
    }

    [Fact]
    public void Golden_HasEveryKind() =>
        Assert.Equal(_codec.Kinds.Select(k => k.EntryType).ToHashSet(), Golden.Select(g => g.Entry.GetType()).ToHashSet());

    [Fact]
    public void Encode_CarriesTheRequestId() =>
        Assert.Equal("00112233445566778899aabbccddeeff", Convert.ToHexStringLower(LogRecord.Parser.ParseFrom(_codec.Encode(Golden[0].Entry, RequestId)).RequestId.Span));

    [Fact]
    public void Decode_WithAFieldOfALaterRelease_ReadsTheRest()
    {
        var later = new byte[] { 0xC2, 0x3E, 3, 1, 2, 3 }; // field 1000, three bytes
        Assert.Equivalent(Golden[0].Entry, Decode([.. _codec.Encode(Golden[0].Entry, RequestId), .. later]), strict: true);
    }

    [Fact]
    public void Decode_OfAKindOfALaterRelease_SaysWhatToDo()
    {
        var later = new LogRecord { RequestId = ByteString.CopyFrom(new byte[16]) }.ToByteArray();
        var refused = Assert.Throws<UnreadableEntryException>(() => Decode([.. later, 0xC2, 0x3E, 0]));
        Assert.Contains("newer release", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_OfDamagedBytes_IsRefused()
    {
        var whole = _codec.Encode(Golden[0].Entry, RequestId);
        Assert.Throws<UnreadableEntryException>(() => Decode(whole[..^3]));
    }

    [Fact]
    public void Decode_OfSeveralSegments_IsTheSame()
    {
        var whole = _codec.Encode(Golden[0].Entry, RequestId);
        var first = new Segment(whole.AsMemory(0, 21), null);
        var last = new Segment(whole.AsMemory(21), first);
        Assert.Equivalent(Golden[0].Entry, _codec.Decode(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length)).Single(), strict: true);
    }

    [Fact]
    public void Join_OfOneRecord_IsThatRecord()
    {
        var record = _codec.Encode(Golden[0].Entry, RequestId);
        Assert.Same(record, EntryCodec.Join([record]));
    }

    [Fact]
    public void Join_OfSeveralRecords_IsReadInTheirOrder()
    {
        var joined = EntryCodec.Join([.. Golden.Select(g => Convert.FromHexString(g.Bytes))]);
        var entries = _codec.Decode(new ReadOnlySequence<byte>(joined));
        Assert.Equal(Golden.Length, entries.Length);
        foreach (var ((expected, _), entry) in Golden.Zip(entries)) Assert.Equivalent(expected, entry, strict: true);
    }

    /// <summary>Held like the bytes of the records: a log on somebody's disk has such entries.</summary>
    [Fact]
    public void Join_WritesTheOthersIntoAFieldOfTheFirst()
    {
        byte[] large = new byte[300];
        Assert.Equal("0a0100" + "120401020304" + "12ac02" + Convert.ToHexString(large), Convert.ToHexStringLower(EntryCodec.Join([[0x0a, 1, 0], [1, 2, 3, 4], large])));
    }

    private IReplicatedEntry Decode(byte[] bytes) => _codec.Decode(new ReadOnlySequence<byte>(bytes)).Single();

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is null) return;
            previous.Next = this;
            RunningIndex = previous.RunningIndex + previous.Memory.Length;
        }
    }
}
