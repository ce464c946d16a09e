using Batata.Application.Naming;

namespace Batata.Infrastructure.Naming;

/// <summary>The readers of <see cref="IServiceChanges"/>. Marking is a dictionary write under a leaf lock; without readers it is nothing.</summary>
internal sealed class ServiceChangeReaders : IServiceChanges
{
    private readonly Lock _opening = new();
    private volatile Reader[] _readers = [];

    public IServiceChangeReader Open(string reader, bool presenceOnly)
    {
        var opened = new Reader(this, reader, presenceOnly);
        lock (_opening) _readers = [.. _readers, opened];
        return opened;
    }

    public void Mark(ServiceEntry service, bool presenceChanged)
    {
        foreach (var reader in _readers) reader.Mark(service, presenceChanged);
    }

    private void Close(Reader reader)
    {
        lock (_opening) _readers = [.. _readers.Where(r => r != reader)];
    }

    private sealed class Reader(ServiceChangeReaders owner, string name, bool presenceOnly) : IServiceChangeReader
    {
        private readonly AsyncSignal _signal = new();
        private readonly Lock _gate = new();
        private Dictionary<ServiceEntry, bool> _dirty = [];

        public void Mark(ServiceEntry service, bool presenceChanged)
        {
            if (presenceOnly && !presenceChanged) return;
            bool first;
            lock (_gate)
            {
                first = _dirty.Count == 0;
                _dirty[service] = presenceChanged || _dirty.GetValueOrDefault(service);
            }
            if (first) _signal.Set(); // the reader takes all at once
        }

        public async ValueTask<IReadOnlyList<ServiceChange>> ReadAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                await _signal.WaitAsync(cancellationToken);
                Dictionary<ServiceEntry, bool> taken;
                lock (_gate)
                {
                    taken = _dirty;
                    _dirty = [];
                }
                if (taken.Count > 0) return [.. taken.Select(static pair => new ServiceChange(pair.Key.Key, pair.Value))];
            }
        }

        public void Dispose() => owner.Close(this);

        public override string ToString() => name;
    }
}
