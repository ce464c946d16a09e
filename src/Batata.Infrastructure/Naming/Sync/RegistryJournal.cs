namespace Batata.Infrastructure.Naming.Sync;

/// <summary>
/// What changed of the records that this node owns, for each of its followers: one item for each client and service, the newest, so it is bounded
/// by what there is to tell. Written under the gate of the client; its own lock is a leaf. Without followers a change costs two additions.
/// </summary>
internal sealed class RegistryJournal
{
    private readonly Lock _gate = new();
    private RegistryJournalReader[] _readers = [];
    private RegistryDigest _digest;
    private volatile bool _sealed;

    public bool IsSealed => _sealed;

    public RegistryDigest Digest
    {
        get
        {
            lock (_gate) return _digest;
        }
    }

    /// <param name="before">Number of what it replaces; 0 for nothing.</param>
    public void Set(Publication publication, long before)
    {
        lock (_gate)
        {
            if (before != 0) _digest = _digest.Without(publication.Client, before);
            _digest = _digest.With(publication.Client, publication.Stamp.Sequence);
            if (_readers.Length > 0) Tell(OwnedRecord.Of(publication, RecordState.Registered));
        }
    }

    public void Remove(Publication publication, RecordState state)
    {
        lock (_gate)
        {
            _digest = _digest.Without(publication.Client, publication.Stamp.Sequence);
            if (_readers.Length > 0) Tell(OwnedRecord.Of(publication, state));
        }
    }

    /// <summary>A client took back what another node, which is lost, has told of.</summary>
    public void TakeBack(in OwnedRecord record)
    {
        lock (_gate) Tell(record);
    }

    /// <summary>Changes from now on are in it; what is there already the caller walks over itself.</summary>
    public RegistryJournalReader Open()
    {
        var reader = new RegistryJournalReader(this);
        lock (_gate)
        {
            _readers = [.. _readers, reader];
            if (_sealed) reader.Signal.Set();
        }
        return reader;
    }

    /// <summary>This node stops: what its clients lose by that must not look as if they had gone.</summary>
    public void Seal()
    {
        lock (_gate)
        {
            _sealed = true;
            foreach (var reader in _readers) reader.Signal.Set();
        }
    }

    /// <summary>What changed since the last time, and what it comes to.</summary>
    internal JournalPart Take(RegistryJournalReader reader)
    {
        lock (_gate)
        {
            var changed = reader.Changed;
            reader.Changed = [];
            return new JournalPart(changed.Values, _digest, _sealed);
        }
    }

    internal void Close(RegistryJournalReader reader)
    {
        lock (_gate) _readers = [.. _readers.Where(r => r != reader)];
    }

    private void Tell(in OwnedRecord record)
    {
        if (_sealed) return;
        foreach (var reader in _readers)
        {
            if (reader.Changed.Count == 0) reader.Signal.Set();
            reader.Changed[(record.Client, record.Service)] = record;
        }
    }
}
