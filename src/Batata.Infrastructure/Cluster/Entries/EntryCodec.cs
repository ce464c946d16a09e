using System.Buffers;
using System.Collections.Frozen;
using Batata.Application.Abstractions;
using Batata.Infrastructure.Cluster.Wire;
using Google.Protobuf;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries to bytes of the log and back. The messages are in <c>proto/cluster</c>.</summary>
internal sealed class EntryCodec
{
    private readonly FrozenDictionary<Type, EntryKind> _byType;
    private readonly FrozenDictionary<int, EntryKind> _byNumber;

    public EntryCodec()
        : this([.. ConfigEntryKinds.All, .. NamingEntryKinds.All, .. LockEntryKinds.All, .. NamespaceEntryKinds.All, .. IdentityEntryKinds.All, .. KeyValueEntryKinds.All, .. SessionEntryKinds.All, .. EventEntryKinds.All, .. TransactionEntryKinds.All, .. SnapshotEntryKinds.All, .. CatalogEntryKinds.All, .. AgentEntryKinds.All, .. AutopilotEntryKinds.All, .. MarkEntryKinds.All])
    {
    }

    /// <param name="kinds">What another release knows.</param>
    internal EntryCodec(IReadOnlyList<EntryKind> kinds)
    {
        Kinds = kinds;
        _byType = kinds.ToFrozenDictionary(k => k.EntryType);
        _byNumber = kinds.ToFrozenDictionary(k => (int)k.Number);
    }

    public IReadOnlyList<EntryKind> Kinds { get; }

    /// <exception cref="InvalidOperationException">The entry has no kind: a bug that a test finds.</exception>
    public EntryKind KindOf(IReplicatedEntry entry) =>
        _byType.TryGetValue(entry.GetType(), out var kind) ? kind : throw new InvalidOperationException($"{entry.GetType().Name} has no kind in the log.");

    /// <param name="requestId">New for every proposal.</param>
    /// <inheritdoc cref="KindOf"/>
    public byte[] Encode(IReplicatedEntry entry, Guid requestId)
    {
        var kind = KindOf(entry);
        Span<byte> id = stackalloc byte[16];
        requestId.TryWriteBytes(id, bigEndian: true, out _);
        var record = new LogRecord { RequestId = ByteString.CopyFrom(id) };
        kind.Write(entry, record);
        return record.ToByteArray();
    }

    /// <summary>Makes one entry of the log of several records: the first, with the others in its field <c>more</c>.</summary>
    /// <param name="records">At least one, each from <see cref="Encode"/>.</param>
    /// <param name="since">An entry that is committed; null when the records are not proposed again in any case.</param>
    public static byte[] Join(IReadOnlyList<byte[]> records, long? since = null)
    {
        if (since is { } index) return Join([[.. records[0], .. SinceField(index)], .. records.Skip(1)]);
        if (records.Count == 1) return records[0];
        const byte tag = LogRecord.MoreFieldNumber << 3 | (byte)WireFormat.WireType.LengthDelimited;
        var size = records[0].Length;
        for (var i = 1; i < records.Count; i++) size += 1 + CodedOutputStream.ComputeLengthSize(records[i].Length) + records[i].Length;
        var joined = new byte[size];
        records[0].CopyTo(joined, 0);
        var at = records[0].Length;
        for (var i = 1; i < records.Count; i++)
        {
            joined[at++] = tag;
            var length = (uint)records[i].Length;
            for (; length > 0x7f; length >>= 7) joined[at++] = (byte)(length | 0x80);
            joined[at++] = (byte)length;
            records[i].CopyTo(joined, at);
            at += records[i].Length;
        }
        return joined;
    }

    private static byte[] SinceField(long index)
    {
        var bytes = new byte[1 + CodedOutputStream.ComputeInt64Size(index)];
        using var output = new CodedOutputStream(bytes);
        output.WriteTag(LogRecord.SinceFieldNumber, WireFormat.WireType.Varint);
        output.WriteInt64(index);
        output.Flush();
        return bytes;
    }

    /// <returns>The records of one entry of the log, in the order in which they are applied.</returns>
    /// <exception cref="UnreadableEntryException">Not understood: damaged, or written by a newer release.</exception>
    public IReplicatedEntry[] Decode(in ReadOnlySequence<byte> payload) => Decode(payload, new List<Guid>(1), out _);

    /// <param name="requestIds">Takes the id of each record.</param>
    /// <param name="since">See the field of this name; null when it is absent.</param>
    /// <inheritdoc cref="Decode(in ReadOnlySequence{byte})"/>
    public IReplicatedEntry[] Decode(in ReadOnlySequence<byte> payload, List<Guid> requestIds, out long? since)
    {
        LogRecord record;
        try
        {
            record = LogRecord.Parser.ParseFrom(payload);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new UnreadableEntryException("The log holds a record that is damaged.", e);
        }
        var entries = new IReplicatedEntry[1 + record.More.Count];
        entries[0] = Read(record);
        for (var i = 1; i < entries.Length; i++) entries[i] = Read(record.More[i - 1]);
        since = record.HasSince ? record.Since : null;
        requestIds.Add(IdOf(record));
        for (var i = 0; i < record.More.Count; i++) requestIds.Add(IdOf(record.More[i]));
        return entries;
    }

    private static Guid IdOf(LogRecord record) => record.RequestId.Length == 16 ? new Guid(record.RequestId.Span, bigEndian: true) : Guid.Empty;

    private IReplicatedEntry Read(LogRecord record)
    {
        if (!_byNumber.TryGetValue((int)record.EntryCase, out var kind))
            throw new UnreadableEntryException("The log holds an entry of a kind that this release does not know. Start the newer release instead.");
        return kind.Read(record);
    }
}

/// <summary>An entry of the log cannot be read, so nothing after it can be applied.</summary>
public sealed class UnreadableEntryException(string message, Exception? inner = null) : Exception(message, inner);
