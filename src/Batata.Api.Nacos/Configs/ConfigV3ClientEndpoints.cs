using System.Text.Json;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// The read of v3 clients. It knows beta versions by address, but no tags; what is not there is told in a 200. Protocol source: Nacos 3.1
/// <c>ConfigOpenApiController</c>.
/// </summary>
internal sealed class ConfigV3ClientEndpoints(IServedConfigs served) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos) => nacos.Group("/v3/client/cs", ConfigClientErrors.Instance)
        .Get("/config", GetAsync)
        .OfOneConfig(NacosPermission.ReadConfig);

    private async Task GetAsync(NacosRequest request)
    {
        // Nacos' controller has no rule of its own: with the parameter check off, an illegal name is one that is not there.
        var key = ConfigFields.V3.Key(request);
        var (outcome, config, choice, content) = await ConfigAnswer.ReadAsync(served, key, c => c.Choose(request.ClientIp, tag: null), request.Aborted);
        await (outcome switch
        {
            ReadOutcome.Found => Answers.SuccessAsync(request.Http, (config, choice, content), static (json, x) => Write(json, x.config!, x.choice, x.content)),
            ReadOutcome.NotFound => Answers.ResultAsync(request.Http, StatusCodes.Status200OK, 20004, "resource not found", null, BasicJson.Default.String),
            _ => Answers.ResultAsync(request.Http, StatusCodes.Status200OK, 20005, "resource conflict", null, BasicJson.Default.String),
        });
    }

    private static void Write(Utf8JsonWriter json, ServedConfig config, ServedChoice choice, ReadOnlyMemory<byte> content)
    {
        var version = choice.Version!;
        json.WriteStartObject();
        json.WriteNumber("resultCode"u8, 200);
        json.WriteNumber("errorCode"u8, 0);
        json.WriteNull("message"u8);
        json.WriteNull("requestId"u8);
        json.WriteString("content"u8, content.Span);
        // A gray version has one only when a key is stored.
        json.WriteString("encryptedDataKey"u8, choice.Rule is not null && version.EncryptedDataKey.Length == 0 ? null : version.EncryptedDataKey);
        json.WriteString("contentType"u8, config.Type);
        json.WriteString("md5"u8, version.Md5);
        json.WriteNumber("lastModified"u8, version.ModifiedAtMs);
        json.WriteNull("tag"u8);
        json.WriteBoolean("beta"u8, choice.Rule is not null);
        json.WriteBoolean("success"u8, true);
        json.WriteEndObject();
    }
}
