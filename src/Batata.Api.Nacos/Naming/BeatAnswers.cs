using System.Text.Json;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Naming;

/// <summary>Bare in every API. Protocol source: Nacos <c>NamingResponseCode</c>.</summary>
internal static class BeatAnswers
{
    private const int Ok = 10200;

    /// <summary>Register again.</summary>
    private const int Unknown = 20404;

    public static Task WriteAsync(HttpContext http, BeatAnswer answer) => Answers.BareJsonAsync(http, answer, static (json, x) => Write(json, x));

    private static void Write(Utf8JsonWriter json, BeatAnswer answer)
    {
        json.WriteStartObject();
        json.WriteNumber("clientBeatInterval"u8, answer.IntervalMs);
        json.WriteNumber("code"u8, answer.Known ? Ok : Unknown);
        json.WriteBoolean("lightBeatEnabled"u8, answer.LightBeatEnabled);
        json.WriteEndObject();
    }
}
