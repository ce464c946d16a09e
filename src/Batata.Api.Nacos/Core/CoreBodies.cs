using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Core;

/// <summary>JSON bodies of the core calls, and what each API says to one that it cannot read.</summary>
internal static class CoreBodies
{
    private const int ParameterMissing = 10000;
    private const int MediaType = 20003;

    /// <returns>Null when it was refused and answered.</returns>
    public static async Task<T?> BodyAsync<T>(this NacosRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        var (outcome, value) = await JsonBody.ReadAsync(request.Http.Request, type, request.Aborted);
        if (outcome == JsonOutcome.Read) return value;
        await (request.Errors is CoreV1Errors ? PageAsync(request.Http, outcome) : ResultAsync(request.Http, outcome));
        return null;
    }

    /// <summary>A parameter that the reference's handler misses in words of its own.</summary>
    public static Task MissingAsync(this NacosRequest request, string name) => Answers.ResultAsync(
        request.Http, StatusCodes.Status400BadRequest, ParameterMissing, "parameter missing", $"required parameter '{name}' is missing", BasicJson.Default.String);

    private static Task PageAsync(HttpContext http, JsonOutcome outcome) => outcome == JsonOutcome.OtherType
        ? SpringErrors.WriteAsync(http, StatusCodes.Status415UnsupportedMediaType, $"Content-Type '{http.Request.ContentType}' is not supported.")
        : SpringErrors.WriteAsync(http, StatusCodes.Status400BadRequest, "Failed to read request");

    private static Task ResultAsync(HttpContext http, JsonOutcome outcome) => outcome == JsonOutcome.OtherType
        ? Answers.ResultAsync(http, StatusCodes.Status400BadRequest, MediaType, "MediaType Error", $"Content-Type '{http.Request.ContentType}' is not supported", BasicJson.Default.String)
        : Answers.ResultAsync(http, StatusCodes.Status400BadRequest, ParameterMissing, "parameter missing", "The JSON body is missing or cannot be read.", BasicJson.Default.String);
}

/// <summary>A member as callers name it; what else they say of it is not asked.</summary>
internal sealed record NodeBody(string? Ip, int Port);

/// <summary>A command for the log. Nacos takes a map.</summary>
internal sealed record RaftBody(string? Command, string? Value, string? GroupId);

internal sealed record LogLevelBody(string? LogName, string? LogLevel);

[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(NodeBody[]))]
[JsonSerializable(typeof(RaftBody))]
[JsonSerializable(typeof(LogLevelBody))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class CoreBodiesJson : JsonSerializerContext;
