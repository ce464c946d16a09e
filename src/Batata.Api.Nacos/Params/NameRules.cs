namespace Batata.Api.Nacos.Params;

/// <summary>
/// What the parameter check lets through of one value. Empty values pass everywhere: handlers have their own word on those.
/// Protocol source: Nacos 3.1 <c>ParamCheckRule</c>, <c>DefaultParamChecker</c>.
/// </summary>
internal static class NameRules
{
    private const int MaxNamespaceId = 64;
    private const int MaxDataId = 256;
    private const int MaxGroup = 128;
    private const int MaxIp = 128;

    public static string? NamespaceProblem(string? value) => Problem(value, "namespaceId/tenant", MaxNamespaceId, static c => IsWord(c) || c == '-');

    public static string? DataIdProblem(string? value) => Problem(value, "dataId", MaxDataId, IsConfigName);

    public static string? GroupProblem(string? value) => Problem(value, "group", MaxGroup, IsConfigName);

    public static string? IpProblem(string? value) => Problem(value, "ip", MaxIp, static c => !IsCjk(c) && !IsJavaSpace(c));

    private static string? Problem(string? value, string name, int maxLength, Func<char, bool> isLegal)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        if (value.Length > maxLength) return $"Param '{name}' is illegal, the param length should not exceed {maxLength}.";
        foreach (var c in value)
        {
            if (!isLegal(c)) return $"Param '{name}' is illegal, illegal characters should not appear in the param.";
        }
        return null;
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool IsConfigName(char c) => IsWord(c) || c is '-' or ':' or '.';

    private static bool IsCjk(char c) => c is >= '\u4E00' and <= '\u9FA5';

    private static bool IsJavaSpace(char c) => c is ' ' or '\t' or '\n' or '\v' or '\f' or '\r';
}
