using System.Text;
using System.Text.Json;
using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Api.Nacos.Naming.Grpc;
using Batata.Testing.Nacos;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Batata.Api.Nacos.Tests.Grpc;

/// <summary>Bodies that no SDK sends: the parser says yes or no, and the server goes on.</summary>
public sealed class PayloadFuzzTests : IAsyncLifetime
{
    private const int Runs = 400;
    private static readonly string[] Types =
    [
        "ConfigQueryRequest", "ConfigPublishRequest", "ConfigRemoveRequest", "ConfigBatchListenRequest", "ConfigFuzzyWatchRequest", "HealthCheckRequest",
        "InstanceRequest", "BatchInstanceRequest", "ServiceQueryRequest", "ServiceListRequest", "SubscribeServiceRequest", "NamingFuzzyWatchRequest",
        "NoSuchRequest",
    ];

    private GrpcServer _server = null!;
    private NacosGrpcClient _client = null!;

    public async Task InitializeAsync()
    {
        _server = await GrpcServer.StartAsync();
        _client = await _server.ConnectAsync(module: "naming");
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Property(MaxTest = Runs)]
    public void AnyBytes_AreReadOrRefused(byte[] bytes) => ReadAll(bytes);

    [Property(MaxTest = Runs, Arbitrary = [typeof(Bodies)])]
    public void AlmostJson_IsReadOrRefused(Body body)
    {
        ArgumentNullException.ThrowIfNull(body);
        ReadAll(body.Bytes);
    }

    [Property(MaxTest = Runs, Arbitrary = [typeof(Bodies)])]
    public async Task Server_AnswersAnyBody_AndGoesOn(Body body, int type)
    {
        ArgumentNullException.ThrowIfNull(body);
        var request = Types[(type & int.MaxValue) % Types.Length];
        var answer = await _client.RequestAsync(new SdkMessage(request, body.Bytes));
        Assert.Equal(answer.Ok, answer.Json.GetProperty("success").GetBoolean());
        Assert.True(answer.Ok || answer.ResultCode >= 400, answer.ToString());
        Assert.DoesNotContain("Exception", answer.Message ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Message ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Log.Complaints, line => line.Contains("Exception", StringComparison.Ordinal));
    }

    [Property(MaxTest = Runs, Arbitrary = [typeof(Bodies)])]
    public async Task Stream_TakesAnyMessage_AndGoesOn(Body body, bool setup)
    {
        ArgumentNullException.ThrowIfNull(body);
        await _client.SendAsync(new SdkMessage(setup ? "ConnectionSetupRequest" : "ConfigChangeNotifyResponse", body.Bytes));
        Assert.True((await _client.RequestAsync("HealthCheckRequest", "{}")).Ok);
        Assert.DoesNotContain(_server.Log.Complaints, line => line.Contains("Exception", StringComparison.Ordinal));
    }

    [Property(MaxTest = Runs)]
    public void Content_ComesBackAsItWent(NonNull<string> text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var content = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text.Get)); // what UTF-8 can hold
        var payload = Envelope(JsonSerializer.SerializeToUtf8Bytes(new { content }));
        Assert.True(PayloadCodec.TryRead(payload, ConfigJson.Default.ConfigPublishRequest, out var request));
        Assert.Equal(content, request!.Content);
    }

    private static void ReadAll(byte[] bytes)
    {
        var payload = Envelope(bytes);
        PayloadCodec.TryRead(payload, ConfigJson.Default.ConfigQueryRequest, out _);
        PayloadCodec.TryRead(payload, ConfigJson.Default.ConfigPublishRequest, out _);
        PayloadCodec.TryRead(payload, ConfigJson.Default.ConfigRemoveRequest, out _);
        PayloadCodec.TryRead(payload, ConfigJson.Default.ConfigBatchListenRequest, out _);
        PayloadCodec.TryRead(payload, ConfigJson.Default.ConfigFuzzyWatchRequest, out _);
        PayloadCodec.TryRead(payload, NamingJson.Default.InstanceRequest, out _);
        PayloadCodec.TryRead(payload, NamingJson.Default.SubscribeServiceRequest, out _);
        PayloadCodec.TryRead(payload, NamingJson.Default.ServiceQueryRequest, out _);
        PayloadCodec.TryRead(payload, NamingJson.Default.ServiceListRequest, out _);
        PayloadCodec.TryRead(payload, CoreJson.Default.ConnectionSetupRequest, out _);
        PayloadCodec.TryRead(payload, CoreJson.Default.PushAck, out _);
    }

    private static Payload Envelope(byte[] bytes) => new() { Body = new Any { Value = ByteString.CopyFrom(bytes) } };

    public sealed record Body(byte[] Bytes)
    {
        public override string ToString() => Encoding.UTF8.GetString(Bytes);
    }

    /// <summary>JSON of the members that are known, with values of any kind, now and then damaged.</summary>
    private static class Bodies
    {
        private static readonly string[] Names =
        [
            "dataId", "group", "tenant", "tag", "content", "casMd5", "additionMap", "listen", "configListenContexts", "md5", "groupKeyPattern", "receivedGroupKeys",
            "watchType", "initializing", "headers", "requestId", "module", "labels", "abilityTable", "resultCode", "clientVersion", "betaIps", "type", "config_tags",
            "namespace", "serviceName", "groupName", "instance", "instances", "instanceId", "ip", "port", "weight", "healthy", "clusterName", "metadata",
            "subscribe", "clusters", "cluster", "pageNo", "pageSize",
        ];

        private static readonly string[] Texts =
        [
            "a", "", " ", "public", "DEFAULT_GROUP", "WATCH", "CANCEL_WATCH", "public>>g>>*", ">>", "registerInstance", "deregisterInstance",
            "batchRegisterInstance", "true", "1", "-1", "1e999", "\u0000", "é中😀", "\ud800", "a+b%c",
        ];

        public static Arbitrary<Body> Body() => Arb.From(
            from json in Value(3)
            from damage in Gen.Frequency((3, Gen.Constant(-1)), (2, Gen.Choose(0, 2)))
            from at in Gen.Choose(0, 1_000_000)
            from with in Gen.Choose(0, 255)
            select new Body(Damage(Encoding.UTF8.GetBytes(json), damage, at, (byte)with)));

        private static Gen<string> Value(int depth)
        {
            var scalar = Gen.OneOf(
                Gen.Elements(Texts).Select(text => JsonSerializer.Serialize(text)),
                Gen.Elements("null", "true", "false", "0", "1", "-1", "1.5", "1e400", "99999999999999999999", "\"\\ud800\"", "\"\\u0000\""));
            if (depth == 0) return scalar;
            var member = from name in Gen.Elements(Names) from value in Value(depth - 1) select $"\"{name}\":{value}";
            return Gen.Frequency(
                (2, scalar),
                (5, member.ListOf().Select(members => "{" + string.Join(',', members.Take(8)) + "}")),
                (2, Value(depth - 1).ListOf().Select(values => "[" + string.Join(',', values.Take(4)) + "]")));
        }

        private static byte[] Damage(byte[] bytes, int kind, int at, byte with)
        {
            if (bytes.Length == 0 || kind < 0) return bytes;
            at %= bytes.Length;
            switch (kind)
            {
                case 0: return bytes[..at];
                case 1: return [.. bytes[..at], with, .. bytes[at..]];
                default:
                    bytes[at] = with;
                    return bytes;
            }
        }
    }
}
