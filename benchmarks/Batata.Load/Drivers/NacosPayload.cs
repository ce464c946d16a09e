using System.Buffers.Binary;
using System.Text;

namespace Batata.Load.Drivers;

/// <summary>Writes the <c>Payload</c> of Nacos' gRPC (metadata.type = 2.3, body.value = 3.2) with the five bytes of gRPC framing in front.</summary>
internal static class NacosPayload
{
    /// <param name="module"><c>config</c> or <c>naming</c>: the SDKs have a connection for each.</param>
    public static byte[] ConnectionSetup(string module) => Of(
        "ConnectionSetupRequest",
        $$$"""{"clientVersion":"Nacos-Java-Client:v2.4.0","tenant":"","labels":{"source":"sdk","module":"{{{module}}}"},"abilityTable":{},"module":"internal"}""");

    /// <summary>The answer to any push: the server goes by its request id alone (<c>RpcAckCallbackSynchronizer</c>).</summary>
    public static byte[] PushAck(string requestId) =>
        Of("NotifySubscriberResponse", $$"""{"resultCode":200,"errorCode":0,"success":true,"requestId":"{{requestId}}"}""");

    public static byte[] ConfigQuery(string dataId) =>
        Of("ConfigQueryRequest", $$"""{"dataId":"{{dataId}}","group":"g","tenant":"","module":"config"}""");

    public static byte[] Of(string type, string json)
    {
        var metadata = Field(3, Encoding.UTF8.GetBytes(type));
        var any = Field(2, Encoding.UTF8.GetBytes(json));
        byte[] message = [.. Field(2, metadata), .. Field(3, any)];
        var framed = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }

    private static byte[] Field(int number, byte[] value)
    {
        List<byte> field = [(byte)(number << 3 | 2)];
        var length = value.Length;
        for (; length > 0x7f; length >>= 7) field.Add((byte)(length | 0x80));
        field.Add((byte)length);
        field.AddRange(value);
        return [.. field];
    }
}
