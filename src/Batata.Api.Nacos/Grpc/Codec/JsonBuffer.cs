using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Batata.Api.Nacos.Grpc.Codec;

/// <summary>A JSON writer over a rented array. Both are used again and again.</summary>
internal sealed class JsonBuffer : IBufferWriter<byte>
{
    private const int FirstSize = 1024;
    private const int LargestKept = 64 * 1024;

    // Jackson writes other than ASCII as it is; what is relaxed here matters in HTML only.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
    private int _length;

    public JsonBuffer() => Json = new Utf8JsonWriter(this, Options);

    public Utf8JsonWriter Json { get; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    /// <summary>Hands the array over: the caller returns it to the shared pool.</summary>
    public byte[] Detach(out int length)
    {
        var bytes = _bytes;
        length = _length;
        _bytes = ArrayPool<byte>.Shared.Rent(FirstSize);
        _length = 0;
        return bytes;
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _bytes.AsSpan(_length);
    }

    private void EnsureRoom(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }

    private void Clear()
    {
        Json.Reset();
        _length = 0;
        if (_bytes.Length > LargestKept) ArrayPool<byte>.Shared.Return(Detach(out _));
    }

    /// <summary>Gives buffers out empty.</summary>
    internal sealed class Policy : PooledObjectPolicy<JsonBuffer>
    {
        public override JsonBuffer Create() => new();

        public override bool Return(JsonBuffer obj)
        {
            obj.Clear();
            return true;
        }
    }
}
