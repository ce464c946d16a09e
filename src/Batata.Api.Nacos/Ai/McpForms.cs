using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Batata.Api.Nacos.Configs;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Http;
using Batata.Application.Ai;
using Batata.Domain.Ai;
using Batata.Domain.Configs;
using Batata.Domain.Namespaces;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Ai;

/// <summary>The three specifications, which are JSON inside form fields. Protocol source: Nacos 3.1 <c>McpDetailForm</c>, <c>McpRequestUtil</c>.</summary>
internal static class McpForms
{
    public static string Namespace(this NacosRequest request) => NamespaceId.Normalize(request["namespaceId"]);

    public static Outcome<McpWriting> ReadWriting(this NacosRequest request)
    {
        // Asked for by hand in Nacos, and named as the class that it becomes.
        if (ConfigV1.NotBlank(request["serverSpecification"]) is not { } text) return McpFailures.Missing("Required parameter 'serverSpecification' type McpServerBasicInfo is not present");
        var server = Read(text, McpHttpJson.Default.McpServer);
        if (!server.Ok) return server.Failure;
        var tools = ReadOptional(request["toolSpecification"], McpHttpJson.Default.McpToolSpecification);
        if (!tools.Ok) return tools.Failure;
        var endpoints = Outcome<McpEndpointSpecification?>.Of(null);
        if (!McpWrites.IsStdio(server.Value))
        {
            if (ConfigV1.NotBlank(request["endpointSpecification"]) is null)
                return McpFailures.Missing("request parameter `endpointSpecification` is required if mcp server type not `local`.");
            endpoints = ReadOptional(request["endpointSpecification"], McpHttpJson.Default.McpEndpointSpecification);
        }
        if (!endpoints.Ok) return endpoints.Failure;
        var named = string.IsNullOrEmpty(server.Value.Name) ? server.Value with { Name = ConfigV1.NotBlank(request["mcpName"]) } : server.Value;
        if (named.Name is null) return McpFailures.Missing("Required parameter 'serverSpecification.name' type String is not present");
        return new McpWriting(request.Namespace(), named, tools.Value, endpoints.Value, request.McpAuthor());
    }

    public static ConfigAuthor McpAuthor(this NacosRequest request) => new(ConfigV1.NotBlank(request.Caller.Name) ?? "nacos", request.ClientIp);

    private static Outcome<T?> ReadOptional<T>(string? text, JsonTypeInfo<T> type)
        where T : class => string.IsNullOrWhiteSpace(text) ? Outcome<T?>.Of(null) : Read(text, type).Map(static value => (T?)value);

    private static Outcome<T> Read<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            if (JsonSerializer.Deserialize(text, type) is { } value) return value;
        }
        catch (JsonException)
        {
            // told below, as what is null
        }
        return McpFailures.Invalid("serverSpecification or toolSpecification is invalid. Can't be parsed.");
    }
}

/// <summary>Nulls and all, as Spring writes them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientStringConverter), typeof(LenientBooleanConverter), typeof(LenientIntConverter)])]
[JsonSerializable(typeof(McpServer))]
[JsonSerializable(typeof(McpToolSpecification))]
[JsonSerializable(typeof(McpEndpointSpecification))]
[JsonSerializable(typeof(McpServerDetail))]
[JsonSerializable(typeof(PageJson<McpServerVersions>))]
internal sealed partial class McpHttpJson : JsonSerializerContext;
