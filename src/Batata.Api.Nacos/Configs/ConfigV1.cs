using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>What the v1 calls have in common.</summary>
internal static class ConfigV1
{
    public const string Prefix = "/v1/cs";
    public const string Configs = "/configs";
    public const string PageProblem = "pageNo and pageSize must be greater than zero";

    public static ConfigKey Key(this NacosRequest request) => ConfigFields.V1.Key(request);

    /// <summary>Who the caller says it is for, else the caller. An empty user is none.</summary>
    public static ConfigAuthor Author(this NacosRequest request, string parameter = "src_user") =>
        new(NotBlank(request[parameter]) ?? NotBlank(request.Caller.Name), request.ClientIp);

    /// <summary>Null when there is no tag or it is legal.</summary>
    public static string? TagProblem(string? tag) => string.IsNullOrWhiteSpace(tag) ? null : ConfigRules.TagProblem(tag);

    public static string? NotBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    /// <summary>Parts between commas, without the empty ones.</summary>
    public static IReadOnlyList<string> Parts(string? list) =>
        string.IsNullOrWhiteSpace(list) ? [] : [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct()];
}
