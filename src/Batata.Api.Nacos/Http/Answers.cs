using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>Writes whole answers, with their length.</summary>
internal static class Answers
{
    /// <summary>Only what JSON demands is escaped, as Jackson does.</summary>
    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Task EmptyAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.ContentLength = 0;
        return Task.CompletedTask;
    }

    public static Task TextAsync(HttpContext http, int status, string? contentType, string text) =>
        BytesAsync(http, status, contentType, Encoding.UTF8.GetBytes(text));

    public static Task JsonAsync<T>(HttpContext http, string contentType, T value, JsonTypeInfo<T> type) =>
        WriteAsync(http, StatusCodes.Status200OK, contentType, (value, type), static (json, x) => JsonSerializer.Serialize(json, x.value, x.type));

    /// <summary>JSON without a wrapper. 406 for a client that takes no JSON.</summary>
    public static Task BareJsonAsync<TState>(HttpContext http, TState state, Action<Utf8JsonWriter, TState> write) => Accepts.Json(http.Request)
        ? WriteAsync(http, StatusCodes.Status200OK, NacosHeaders.Json, state, write)
        : NotAcceptableAsync(http);

    public static Task SuccessAsync<T>(HttpContext http, T data, JsonTypeInfo<T> type) => ResultAsync(http, StatusCodes.Status200OK, 0, "success", data, type);

    /// <summary>The wrapper of v2 and v3: <c>{"code":0,"message":"success","data":…}</c>. 406 for a client that takes no JSON.</summary>
    public static Task ResultAsync<T>(HttpContext http, int status, int code, string message, T? data, JsonTypeInfo<T> type)
    {
        if (!Accepts.Json(http.Request)) return NotAcceptableAsync(http);
        return WriteAsync(http, status, NacosHeaders.Json, (code, message, data, type), static (json, x) =>
        {
            WriteHead(json, x.code, x.message);
            WriteData(json, x.data, x.type);
            json.WriteEndObject();
        });
    }

    /// <summary>The same with data that write themselves.</summary>
    public static Task SuccessAsync<TState>(HttpContext http, TState state, Action<Utf8JsonWriter, TState> writeData)
    {
        if (!Accepts.Json(http.Request)) return NotAcceptableAsync(http);
        return WriteAsync(http, StatusCodes.Status200OK, NacosHeaders.Json, (state, writeData), static (json, x) =>
        {
            WriteHead(json, 0, "success");
            json.WritePropertyName("data");
            x.writeData(json, x.state);
            json.WriteEndObject();
        });
    }

    /// <summary>The same with another code than success, in a 200.</summary>
    public static Task ResultAsync<TState>(HttpContext http, int code, string message, TState state, Action<Utf8JsonWriter, TState> writeData) =>
        ResultAsync(http, StatusCodes.Status200OK, code, message, state, writeData);

    public static Task ResultAsync<TState>(HttpContext http, int status, int code, string message, TState state, Action<Utf8JsonWriter, TState> writeData)
    {
        if (!Accepts.Json(http.Request)) return NotAcceptableAsync(http);
        return WriteAsync(http, status, NacosHeaders.Json, (code, message, state, writeData), static (json, x) =>
        {
            WriteHead(json, x.code, x.message);
            json.WritePropertyName("data");
            x.writeData(json, x.state);
            json.WriteEndObject();
        });
    }

    /// <summary>The wrapper of v1 with data that write themselves.</summary>
    public static Task RestResultAsync<TState>(HttpContext http, int code, string? message, TState state, Action<Utf8JsonWriter, TState> writeData) =>
        WriteAsync(http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, (code, message, state, writeData), static (json, x) =>
        {
            WriteHead(json, x.code, x.message);
            json.WritePropertyName("data");
            x.writeData(json, x.state);
            json.WriteBoolean("noRight", false);
            json.WriteEndObject();
        });

    public static Task RestResultAsync<T>(HttpContext http, string contentType, int code, string? message, T? data, JsonTypeInfo<T> type) =>
        RestResultAsync(http, contentType, StatusCodes.Status200OK, code, message, data, type);

    /// <summary>The wrapper of v1, whose success has the code 200.</summary>
    public static Task RestResultAsync<T>(HttpContext http, string contentType, int status, int code, string? message, T? data, JsonTypeInfo<T> type) =>
        WriteAsync(http, status, contentType, (code, message, data, type), static (json, x) =>
        {
            WriteHead(json, x.code, x.message);
            WriteData(json, x.data, x.type);
            json.WriteBoolean("noRight", x.code is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden);
            json.WriteEndObject();
        });

    public static Task BytesAsync(HttpContext http, int status, string? contentType, ReadOnlyMemory<byte> body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }

    public static async Task WriteAsync<TState>(HttpContext http, int status, string contentType, TState state, Action<Utf8JsonWriter, TState> write)
    {
        var body = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(body, Writing)) write(json, state);
        await BytesAsync(http, status, contentType, body.WrittenMemory);
    }

    public static Task NotAcceptableAsync(HttpContext http) => Accepts.PrefersHtml(http.Request)
        ? SpringErrors.WriteAsync(http, StatusCodes.Status406NotAcceptable, "Acceptable representations: [application/json].")
        : EmptyAsync(http, StatusCodes.Status406NotAcceptable);

    private static void WriteHead(Utf8JsonWriter json, int code, string? message)
    {
        json.WriteStartObject();
        json.WriteNumber("code", code);
        json.WriteString("message", message);
    }

    private static void WriteData<T>(Utf8JsonWriter json, T? data, JsonTypeInfo<T> type)
    {
        json.WritePropertyName("data");
        if (data is null) json.WriteNullValue();
        else JsonSerializer.Serialize(json, data, type);
    }
}
