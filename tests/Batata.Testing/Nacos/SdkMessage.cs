using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;

namespace Batata.Testing.Nacos;

/// <summary>The envelope of the Nacos SDKs, written by hand: a client that shares no code with the server.</summary>
/// <param name="Body">Bytes of the JSON text; anything, in tests of bad input.</param>
public sealed record SdkMessage(string Type, ReadOnlyMemory<byte> Body, string ClientIp = "127.0.0.1", IReadOnlyDictionary<string, string>? Headers = null)
{
    private const uint MetadataField = 2, BodyField = 3, TypeField = 3, HeadersField = 7, ClientIpField = 8, TypeUrlField = 1, ValueField = 2;
    private JsonElement? _json;

    public static Marshaller<SdkMessage> Marshaller { get; } = Marshallers.Create(Write, Read);

    /// <exception cref="JsonException">The body is no JSON.</exception>
    public JsonElement Json => _json ??= JsonDocument.Parse(Body).RootElement.Clone();

    public string? RequestId => Text("requestId");

    public int ResultCode => Json.GetProperty("resultCode").GetInt32();

    public int ErrorCode => Json.GetProperty("errorCode").GetInt32();

    public string? Message => Text("message");

    public bool Ok => ResultCode == 200;

    public static SdkMessage Of(string type, string json) => new(type, Encoding.UTF8.GetBytes(json));

    /// <summary>A text member of the body; null when it is absent or not a text.</summary>
    public string? Text(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public bool Has(string name) => Json.TryGetProperty(name, out _);

    public override string ToString() => $"{Type} {Encoding.UTF8.GetString(Body.Span)}";

    private static byte[] Write(SdkMessage message)
    {
        var metadata = Encode(part =>
        {
            Put(part, TypeField, message.Type);
            foreach (var (key, value) in message.Headers ?? new Dictionary<string, string>())
            {
                Put(part, HeadersField, Encode(entry =>
                {
                    Put(entry, 1, key);
                    Put(entry, 2, value);
                }));
            }
            Put(part, ClientIpField, message.ClientIp);
        });
        return Encode(payload =>
        {
            Put(payload, MetadataField, metadata);
            Put(payload, BodyField, Encode(any => Put(any, ValueField, message.Body.ToArray())));
        });
    }

    private static SdkMessage Read(byte[] bytes)
    {
        var (type, clientIp, body) = ("", "", ReadOnlyMemory<byte>.Empty);
        var headers = new Dictionary<string, string>();
        foreach (var (field, part) in Parts(bytes))
        {
            if (field == MetadataField)
            {
                foreach (var (inner, value) in Parts(part))
                {
                    if (inner == TypeField) type = Encoding.UTF8.GetString(value);
                    else if (inner == ClientIpField) clientIp = Encoding.UTF8.GetString(value);
                    else if (inner == HeadersField)
                    {
                        var entry = Parts(value).ToDictionary(p => p.Field, p => Encoding.UTF8.GetString(p.Bytes));
                        headers[entry.GetValueOrDefault(1u, "")] = entry.GetValueOrDefault(2u, "");
                    }
                }
            }
            else if (field == BodyField)
            {
                foreach (var (inner, value) in Parts(part))
                {
                    if (inner == ValueField) body = value;
                    else if (inner == TypeUrlField && value.Length > 0) throw new InvalidDataException("type_url is not empty");
                }
            }
        }
        return new SdkMessage(type, body, clientIp, headers);
    }

    private static byte[] Encode(Action<CodedOutputStream> write)
    {
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true)) write(output);
        return bytes.ToArray();
    }

    private static void Put(CodedOutputStream output, uint field, string text)
    {
        if (text.Length > 0) Put(output, field, Encoding.UTF8.GetBytes(text));
    }

    private static void Put(CodedOutputStream output, uint field, byte[] bytes)
    {
        output.WriteTag((field << 3) | 2);
        output.WriteBytes(ByteString.CopyFrom(bytes));
    }

    private static List<(uint Field, byte[] Bytes)> Parts(byte[] bytes)
    {
        var parts = new List<(uint, byte[])>();
        var input = new CodedInputStream(bytes);
        while (input.ReadTag() is var tag and not 0)
        {
            if ((tag & 7) == 2) parts.Add((tag >> 3, input.ReadBytes().ToByteArray()));
            else input.SkipLastField();
        }
        return parts;
    }
}
