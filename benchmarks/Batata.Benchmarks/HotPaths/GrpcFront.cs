using System.Buffers;
using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Grpc;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using SerializationContext = Grpc.Core.SerializationContext;

namespace Batata.Benchmarks.HotPaths;

/// <summary>Bodies of Nacos' gRPC in and out of their envelopes. What protobuf and gRPC do around that is not in it.</summary>
internal static class GrpcFront
{
    private static readonly ConfigKey Key = ConfigKey.Of("application.yml", "DEFAULT_GROUP", "");

    public static HotPath ReadQuery()
    {
        var payload = new Payload
        {
            Metadata = new Metadata { Type = "ConfigQueryRequest" },
            Body = new Any { Value = ByteString.CopyFromUtf8("""{"headers":{},"dataId":"application.yml","group":"DEFAULT_GROUP","tenant":"","module":"config"}""") },
        };
        return new HotPath("grpc-query-read", () =>
        {
            if (!PayloadCodec.TryRead(payload, ConfigJson.Default.ConfigQueryRequest, out _)) throw new InvalidOperationException("The body is not understood.");
        });
    }

    /// <summary>The answer to a query, with a content of one KiB.</summary>
    public static HotPath WriteAnswer()
    {
        var (codec, wire, content) = (new PayloadCodec(), new Wire(), new byte[1024]);
        content.AsSpan().Fill((byte)'x');
        var version = new ServedVersion(Key, grayName: "", ConfigContent.Md5Of(content), encryptedDataKey: "", DateTimeOffset.UnixEpoch);
        return new HotPath("grpc-query-write", () => codec.Write(new ConfigQueryResponse { Version = version, Content = content, ContentType = "text" }, wire));
    }

    /// <summary>A change as all listeners of a config get it: written once, sent to each.</summary>
    public static HotPath WritePush()
    {
        var pushes = new PushCodec(new PayloadCodec(), new LocalAddress());
        return new HotPath("grpc-push-write", () => pushes.Write(new ConfigChangeNotifyRequest(Key, withTenant: true), requestId: 1));
    }

    /// <summary>Takes what is written, as the response of a call does.</summary>
    internal sealed class Wire : SerializationContext
    {
        private readonly ArrayBufferWriter<byte> _bytes = new(8192);

        public override void SetPayloadLength(int payloadLength) => _bytes.ResetWrittenCount();

        public override IBufferWriter<byte> GetBufferWriter() => _bytes;

        public override void Complete()
        {
        }
    }
}
