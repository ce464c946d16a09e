using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.ObjectPool;

namespace Batata.Api.Nacos.Grpc.Codec;

/// <summary>JSON bodies in and out of the envelope. Protocol source: Nacos 3.1 <c>GrpcUtils</c>.</summary>
internal sealed class PayloadCodec
{
    // From here on a body is worth the bookkeeping of lending its buffer to the response instead of copying it.
    private const int LentFrom = 32 * 1024;

    private readonly ObjectPool<JsonBuffer> _buffers = new DefaultObjectPool<JsonBuffer>(new JsonBuffer.Policy());

    /// <summary>Reads a body. Unknown members, and what follows the first value, are ignored, as Jackson does.</summary>
    /// <param name="value">Null when the body is the JSON <c>null</c>.</param>
    /// <returns>False when the body is no JSON of that shape.</returns>
    public static bool TryRead<T>(Payload payload, JsonTypeInfo<T> shape, out T? value)
        where T : class
    {
        value = null;
        var utf8 = payload.Body is { } body ? body.Value.Span : default;
        if (utf8.IsEmpty || !Utf8.IsValid(utf8)) return false;
        try
        {
            var reader = new Utf8JsonReader(utf8);
            value = JsonSerializer.Deserialize(ref reader, shape);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <param name="http">The call that is answered: a large buffer goes back to the pool when it ends.</param>
    public Payload Write(SdkResponse response, HttpContext http)
    {
        var buffer = _buffers.Get();
        try
        {
            response.WriteTo(buffer.Json);
            buffer.Json.Flush();
            if (buffer.Written.Length < LentFrom) return Envelope(response.PayloadType.Metadata, ByteString.CopyFrom(buffer.Written));
            var lent = new LentArray(buffer.Detach(out var length));
            http.Response.RegisterForDispose(lent);
            return Envelope(response.PayloadType.Metadata, UnsafeByteOperations.UnsafeWrap(lent.Bytes.AsMemory(0, length)));
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }

    /// <param name="requestId">Null for a push that is not acknowledged.</param>
    public Payload Write(ServerPush push, Metadata metadata, long? requestId)
    {
        var buffer = _buffers.Get();
        try
        {
            push.WriteTo(buffer.Json, requestId);
            buffer.Json.Flush();
            return Envelope(metadata, ByteString.CopyFrom(buffer.Written));
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }

    private static Payload Envelope(Metadata metadata, ByteString body) => new() { Metadata = metadata, Body = new Any { Value = body } };

    private sealed class LentArray(byte[] bytes) : IDisposable
    {
        public byte[] Bytes => bytes;

        public void Dispose() => ArrayPool<byte>.Shared.Return(bytes);
    }
}
