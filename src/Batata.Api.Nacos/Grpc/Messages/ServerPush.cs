using System.Globalization;
using System.Text.Json;

namespace Batata.Api.Nacos.Grpc.Messages;

/// <summary>A request from the server to a client. The Rust SDK needs <c>headers</c>, Go needs <c>requestId</c> as a string.</summary>
internal abstract class ServerPush
{
    public abstract string Type { get; }

    /// <summary>Nacos derives it from the class; no SDK reads it.</summary>
    protected virtual string Module => "internal";

    public void WriteTo(Utf8JsonWriter json, long? requestId)
    {
        json.WriteStartObject();
        json.WriteStartObject("headers"u8);
        json.WriteEndObject();
        if (requestId is { } id) json.WriteString("requestId"u8, id.ToString(CultureInfo.InvariantCulture));
        WriteMembers(json);
        json.WriteString("module"u8, Module);
        json.WriteEndObject();
    }

    protected virtual void WriteMembers(Utf8JsonWriter json)
    {
    }
}
