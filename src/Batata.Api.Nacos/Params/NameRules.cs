using System.Buffers;

namespace Batata.Api.Nacos.Params;

/// <summary>
/// What the parameter check lets through of one value. Empty values pass everywhere: handlers have their own word on those.
/// Protocol source: Nacos 3.1 <c>ParamCheckRule</c>, <c>DefaultParamChecker</c>.
/// </summary>
internal static class NameRules
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int MaxNamespaceId = 64;
    private const int MaxNamespaceName = 256;
    private const int MaxDataId = 256;
    private const int MaxGroup = 128;
    private const int MaxIp = 128;
    private const int MaxMcpName = 64;

    private static readonly SearchValues<char> NamespaceChars = SearchValues.Create(Alphanumeric + "_-");
    private static readonly SearchValues<char> NotInNamespaceNames = SearchValues.Create("@#$%^&*");
    private static readonly SearchValues<char> ConfigNameChars = SearchValues.Create(Alphanumeric + "_-:.");

    public static string? NamespaceProblem(string? value) => Problem(value, "namespaceId/tenant", MaxNamespaceId, static v => !v.AsSpan().ContainsAnyExcept(NamespaceChars));

    public static string? NamespaceNameProblem(string? value) =>
        Problem(value, "namespaceShowName", MaxNamespaceName, static v => !v.AsSpan().ContainsAny(NotInNamespaceNames));

    public static string? DataIdProblem(string? value) => Problem(value, "dataId", MaxDataId, IsConfigName);

    public static string? GroupProblem(string? value) => Problem(value, "group", MaxGroup, IsConfigName);

    public static string? McpNameProblem(string? value) => Problem(value, "mcpName", MaxMcpName, static v => !v.AsSpan().ContainsAnyExcept(NamespaceChars));

    /// <summary>The first problem in the order of Nacos.</summary>
    public static string? ConfigProblem(string? namespaceId, string? dataId, string? group) =>
        NamespaceProblem(namespaceId) ?? DataIdProblem(dataId) ?? GroupProblem(group);

    public static string? IpProblem(string? value) => Problem(value, "ip", MaxIp, static v => !v.Any(c => IsCjk(c) || IsJavaSpace(c)));

    private static string? Problem(string? value, string name, int maxLength, Func<string, bool> isLegal)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        if (value.Length > maxLength) return $"Param '{name}' is illegal, the param length should not exceed {maxLength}.";
        return isLegal(value) ? null : $"Param '{name}' is illegal, illegal characters should not appear in the param.";
    }

    private static bool IsConfigName(string value) => !value.AsSpan().ContainsAnyExcept(ConfigNameChars);

    private static bool IsCjk(char c) => c is >= '\u4E00' and <= '\u9FA5';

    private static bool IsJavaSpace(char c) => c is ' ' or '\t' or '\n' or '\v' or '\f' or '\r';
}
