using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>Writes one version of a config as v1 and v2 hand it out: the raw content, all else in headers. Protocol source: Nacos 3.1 <c>ConfigServletInner</c>.</summary>
internal static class ConfigAnswer
{
    public static readonly byte[] NotFoundText = "config data not exist\n"u8.ToArray();
    private static readonly byte[] ConflictText = "requested file is being modified, please try later.\n"u8.ToArray();

    /// <summary>A version that is replaced while it is read is looked up again so many times.</summary>
    private const int Tries = 10;

    /// <summary>What this client gets.</summary>
    /// <param name="tag">Parameter <c>tag</c>: it wins over the header, and without such a version there is no answer.</param>
    public static ServedChoice Choose(HttpContext http, ServedConfig config, string? tag)
    {
        if (config.Gray.IsEmpty && string.IsNullOrWhiteSpace(tag)) return new ServedChoice(config.Formal, null);
        var asked = !string.IsNullOrWhiteSpace(tag);
        return config.Choose(ClientAddress.Of(http), asked ? tag : ConfigHeaders.TagOf(http.Request), asked);
    }

    public static async Task WriteAsync(HttpContext http, IServedConfigs served, ConfigKey key, string? tag)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (served.Find(key) is not { } config || Choose(http, config, tag) is not { Version: { } version } choice)
            {
                await Answers.BytesAsync(http, StatusCodes.Status404NotFound, NacosHeaders.JsonUtf8, NotFoundText);
                return;
            }
            if (served.TryGetContent(version, out var content))
            {
                await WriteAsync(http, config, choice, content);
                return;
            }
            if (await served.ReadContentAsync(version, http.RequestAborted) is { } read)
            {
                await WriteAsync(http, config, choice, read);
                return;
            }
        }
        await Answers.BytesAsync(http, StatusCodes.Status409Conflict, NacosHeaders.JsonUtf8, ConflictText);
    }

    /// <summary>One copy, from the cache into the buffer of the connection.</summary>
    public static Task WriteAsync(HttpContext http, ServedConfig config, ServedChoice choice, ReadOnlyMemory<byte> content)
    {
        var response = http.Response;
        ConfigHeaders.Write(response.Headers, config, choice);
        response.ContentType = NacosHeaders.TextUtf8; // Nacos 3.x: whatever the type of the config
        response.ContentLength = content.Length;
        if (HttpMethods.IsHead(http.Request.Method)) return Task.CompletedTask;
        var written = response.BodyWriter.WriteAsync(content, CancellationToken.None);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }
}
