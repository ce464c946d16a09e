using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.ObjectPool;
using Metadata = Batata.Api.Nacos.Grpc.Wire.Metadata;

namespace Batata.Api.Nacos.Grpc.Codec;

/// <summary>JSON bodies in and out of the envelope. Protocol source: Nacos 3.1 <c>GrpcUtils</c>.</summary>
internal sealed class PayloadCodec
{
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

    /// <summary>Writes an answer with its envelope. Large ones are never copied to an array of their own.</summary>
    public void Write(SdkResponse response, SerializationContext context)
    {
        var buffer = _buffers.Get();
        try
        {
            response.WriteTo(buffer.Json);
            buffer.Json.Flush();
            context.SetPayloadLength(EnvelopeSize(response.PayloadType, buffer.Written.Length));
            WriteEnvelope(response.PayloadType, buffer.Written, context.GetBufferWriter());
            context.Complete();
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
            return new Payload { Metadata = metadata, Body = new Any { Value = ByteString.CopyFrom(buffer.Written) } };
        }
        finally
        {
            _buffers.Return(buffer);
        }
    }

    private static int EnvelopeSize(PayloadType type, int body)
    {
        var any = 1 + CodedOutputStream.ComputeLengthSize(body) + body;
        return type.Prefix.Length + 1 + CodedOutputStream.ComputeLengthSize(any) + any;
    }

    /// <summary>Field 3 of the payload: an <c>Any</c> with its field 2, the value, and no type_url.</summary>
    private static void WriteEnvelope(PayloadType type, ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        const byte bodyTag = (3 << 3) | 2, valueTag = (2 << 3) | 2;
        output.Write(type.Prefix.Span);
        var head = output.GetSpan(2 + 2 * 5);
        var at = 0;
        head[at++] = bodyTag;
        at += WriteLength(head[at..], 1 + CodedOutputStream.ComputeLengthSize(body.Length) + body.Length);
        head[at++] = valueTag;
        at += WriteLength(head[at..], body.Length);
        output.Advance(at);
        output.Write(body);
    }

    private static int WriteLength(Span<byte> to, int length)
    {
        var at = 0;
        for (var left = (uint)length; ; left >>= 7)
        {
            to[at++] = (byte)(left > 0x7F ? left | 0x80 : left);
            if (left <= 0x7F) return at;
        }
    }
}
