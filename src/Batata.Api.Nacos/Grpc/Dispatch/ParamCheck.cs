using System.Buffers;

namespace Batata.Api.Nacos.Grpc.Dispatch;

/// <summary>The parameter check in front of the handlers; blank values pass. Protocol source: Nacos 3.1 <c>DefaultParamChecker</c>, <c>ParamCheckRule</c>.</summary>
internal static class ParamCheck
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private const int MaxNamespaceId = 64;
    private const int MaxDataId = 256;
    private const int MaxGroup = 128;

    private static readonly SearchValues<char> NamespaceIdChars = SearchValues.Create(Alphanumeric + "_-");
    private static readonly SearchValues<char> NameChars = SearchValues.Create(Alphanumeric + "-_:.");

    /// <summary>Null when all are legal.</summary>
    public static string? Config(string? namespaceId, string? dataId, string? group) =>
        Namespace(namespaceId) ?? Check("dataId", dataId, MaxDataId, NameChars) ?? Check("group", group, MaxGroup, NameChars);

    public static string? Namespace(string? namespaceId) => Check("namespaceId/tenant", namespaceId, MaxNamespaceId, NamespaceIdChars);

    private static string? Check(string name, string? value, int maxLength, SearchValues<char> legal)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        if (value.Length > maxLength) return $"Param '{name}' is illegal, the param length should not exceed {maxLength}.";
        return value.AsSpan().ContainsAnyExcept(legal) ? $"Param '{name}' is illegal, illegal characters should not appear in the param." : null;
    }
}
