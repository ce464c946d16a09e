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
        var (outcome, config, choice, content) = await ReadAsync(served, key, c => Choose(http, c, tag), http.RequestAborted);
        await (outcome switch
        {
            ReadOutcome.Found => WriteAsync(http, config!, choice, content),
            ReadOutcome.NotFound => Answers.BytesAsync(http, StatusCodes.Status404NotFound, NacosHeaders.JsonUtf8, NotFoundText),
            _ => Answers.BytesAsync(http, StatusCodes.Status409Conflict, NacosHeaders.JsonUtf8, ConflictText),
        });
    }

    /// <summary>One version with its content. What is replaced while it is read is looked up again.</summary>
    public static async ValueTask<(ReadOutcome Outcome, ServedConfig? Config, ServedChoice Choice, ReadOnlyMemory<byte> Utf8)> ReadAsync(
        IServedConfigs served, ConfigKey key, Func<ServedConfig, ServedChoice> choose, CancellationToken cancellationToken)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (served.Find(key) is not { } config || choose(config) is not { Version: { } version } choice) return (ReadOutcome.NotFound, null, default, default);
            if (served.TryGetContent(version, out var content)) return (ReadOutcome.Found, config, choice, content);
            if (await served.ReadContentAsync(version, cancellationToken) is { } read) return (ReadOutcome.Found, config, choice, read);
        }
        return (ReadOutcome.Conflict, null, default, default);
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

internal enum ReadOutcome
{
    Found,

    /// <summary>There is no such config, or nothing of it is for this client.</summary>
    NotFound,

    /// <summary>It was replaced again and again while it was read.</summary>
    Conflict,
}
