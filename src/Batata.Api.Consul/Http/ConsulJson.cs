using System.Buffers;
using System.Text.Json;

namespace Batata.Api.Consul.Http;

/// <summary>JSON as Go's encoder writes it; with <c>pretty</c> four blanks a level and a line feed at the end.</summary>
internal static class ConsulJson
{
    private static readonly JsonWriterOptions Pretty = ConsulAnswers.Writing with { Indented = true, IndentSize = 4, NewLine = "\n" };

    public static ReadOnlyMemory<byte> Write(bool pretty, Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, pretty ? Pretty : ConsulAnswers.Writing)) write(json);
        if (pretty) body.Write("\n"u8);
        return body.WrittenMemory;
    }

    /// <summary>JSON that is kept as text, in the form that the writer gives it.</summary>
    public static void WriteRaw(Utf8JsonWriter json, string text)
    {
        if (!json.Options.Indented)
        {
            json.WriteRawValue(text, skipInputValidation: true);
            return;
        }
        using var document = JsonDocument.Parse(text);
        document.RootElement.WriteTo(json);
    }
}
