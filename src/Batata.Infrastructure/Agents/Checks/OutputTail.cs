using Batata.Application.Go;

namespace Batata.Infrastructure.Agents.Checks;

/// <summary>Keeps the last bytes of an output, whose length nobody knows. Protocol source: circbuf, which Consul keeps outputs in.</summary>
internal sealed class OutputTail(int size)
{
    private readonly Lock _gate = new();
    private byte[] _ring = new byte[Math.Min(size, 512)];
    private long _written;

    public int Size => size;

    public long Written
    {
        get
        {
            lock (_gate) return _written;
        }
    }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (bytes.Length > size)
            {
                _written += bytes.Length - size;
                bytes = bytes[^size..];
            }
            Grow(_written + bytes.Length);
            var at = (int)(_written % _ring.Length);
            var first = Math.Min(bytes.Length, _ring.Length - at);
            bytes[..first].CopyTo(_ring.AsSpan(at));
            bytes[first..].CopyTo(_ring);
            _written += bytes.Length;
        }
    }

    /// <summary>What is no UTF-8 is replaced: a cut may be in the middle of a letter.</summary>
    public override string ToString()
    {
        lock (_gate)
        {
            if (_written <= _ring.Length) return GoUtf8.Of(_ring.AsSpan(0, (int)_written));
            var at = (int)(_written % _ring.Length);
            var whole = new byte[_ring.Length];
            _ring.AsSpan(at).CopyTo(whole);
            _ring.AsSpan(0, at).CopyTo(whole.AsSpan(_ring.Length - at));
            return GoUtf8.Of(whole);
        }
    }

    /// <summary>Most outputs are a line. The ring only turns when it has its full size.</summary>
    private void Grow(long needed)
    {
        if (needed <= _ring.Length || _ring.Length == size) return;
        var larger = new byte[Math.Min(size, Math.Max(needed, _ring.Length * 4L))];
        // Until here nothing was overwritten, but a run that was longer than all of it may have moved the start.
        var kept = Math.Min(_written, _ring.Length);
        for (var i = _written - kept; i < _written; i++) larger[i % larger.Length] = _ring[i % _ring.Length];
        _ring = larger;
    }
}
