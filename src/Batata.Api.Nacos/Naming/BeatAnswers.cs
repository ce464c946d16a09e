using System.Globalization;
using System.Text.Unicode;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Naming;

/// <summary>Bare in every API, and written without a JSON writer: a hundred thousand instances beat. Protocol source: Nacos <c>NamingResponseCode</c>.</summary>
internal static class BeatAnswers
{
    private const int MaxBytes = 128;
    private const int Ok = 10200;

    /// <summary>Register again.</summary>
    private const int Unknown = 20404;

    public static Task WriteAsync(HttpContext http, BeatAnswer answer)
    {
        if (!Accepts.Json(http.Request)) return Answers.NotAcceptableAsync(http);
        var response = http.Response;
        var enabled = answer.LightBeatEnabled ? "true" : "false";
        Utf8.TryWrite(
            response.BodyWriter.GetSpan(MaxBytes),
            CultureInfo.InvariantCulture,
            $$"""{"clientBeatInterval":{{answer.IntervalMs}},"code":{{(answer.Known ? Ok : Unknown)}},"lightBeatEnabled":{{enabled}}}""",
            out var length);
        response.ContentType = NacosHeaders.Json;
        response.ContentLength = length;
        response.BodyWriter.Advance(length);
        var written = response.BodyWriter.FlushAsync(CancellationToken.None);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }
}
