namespace Batata.Api.Nacos.Params;

/// <summary>
/// The first parameter that is illegal, as the text of the refusal, or null. Which parameters are looked at is a property of the route.
/// Protocol source: the <c>HttpParamExtractor</c> classes of Nacos 3.1.
/// </summary>
internal delegate string? ParameterCheck(NacosParameters parameters);

internal static class ParameterChecks
{
    public static string? None(NacosParameters parameters)
    {
        _ = parameters;
        return null;
    }

    public static string? Config(NacosParameters parameters) =>
        NameRules.NamespaceProblem(NotBlank(parameters["namespaceId"]) ?? NotBlank(parameters["tenant"]) ?? parameters["namespace"])
        ?? NameRules.DataIdProblem(parameters["dataId"])
        ?? NameRules.GroupProblem(NotBlank(parameters["groupName"]) ?? parameters["group"])
        ?? NameRules.IpProblem(parameters["ip"]);

    /// <summary>Namespaces on the console.</summary>
    public static string? Namespace(NacosParameters parameters) =>
        NameRules.NamespaceProblem(NotBlank(parameters["namespaceId"]) ?? parameters["customNamespaceId"]) ?? NameRules.NamespaceNameProblem(parameters["namespaceName"]);

    /// <summary>A server of the MCP registry.</summary>
    public static string? Mcp(NacosParameters parameters) => NameRules.NamespaceProblem(parameters["namespaceId"]) ?? NameRules.McpNameProblem(parameters["mcpName"]);

    /// <summary>A search with wildcards may hold any character.</summary>
    public static string? ConfigSearch(NacosParameters parameters) => parameters["search"] == "blur"
        ? null
        : NameRules.NamespaceProblem(parameters["tenant"]) ?? NameRules.DataIdProblem(parameters["dataId"]) ?? NameRules.GroupProblem(parameters["group"]);

    private static string? NotBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
