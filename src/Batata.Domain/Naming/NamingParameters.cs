using System.Globalization;

namespace Batata.Domain.Naming;

/// <summary>
/// The parameter check of naming calls: shapes of single values, asked before anything else, by HTTP and by gRPC. Null when legal, else the
/// text; values that are absent or blank are not asked. Protocol source: Nacos <c>ParamCheckRule</c>, <c>DefaultParamChecker</c>.
/// </summary>
public static class NamingParameters
{
    private const int MaxNamespace = 64;
    private const int MaxService = 512;
    private const int MaxGroup = 128;
    private const int MaxCluster = 64;
    private const int MaxIp = 128;
    private const string IllegalPort = "Param 'port' is illegal, the value should be between 0 and 65535.";

    public static string? NamespaceProblem(string? id) => Problem("namespaceId/tenant", id, MaxNamespace, static s => All(s, IsWordOrHyphen));

    public static string? ServiceProblem(string? name) => Problem("serviceName", name, MaxService, IsServiceName);

    public static string? GroupProblem(string? group) =>
        Problem("group", group, MaxGroup, static s => All(s, static c => IsWordOrHyphen(c) || c is ':' or '.'));

    public static string? ClusterProblem(string? cluster) => Problem("cluster", cluster, MaxCluster, static s => All(s, IsWordOrHyphen));

    /// <summary>Each item of a comma list; blanks around a comma are illegal.</summary>
    public static string? ClustersProblem(string? clusters)
    {
        if (string.IsNullOrWhiteSpace(clusters)) return null;
        foreach (var cluster in clusters.Split(','))
        {
            if (ClusterProblem(cluster) is { } problem) return problem;
        }
        return null;
    }

    public static string? IpProblem(string? ip) => Problem("ip", ip, MaxIp, static s => All(s, static c => !IsHan(c) && !IsSpace(c)));

    public static string? PortProblem(string? port) =>
        string.IsNullOrWhiteSpace(port) ? null
        : int.TryParse(port, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? PortProblem(number)
        : IllegalPort;

    public static string? PortProblem(int port) => port is >= 0 and <= 65535 ? null : IllegalPort;

    public static string? MetadataProblem(Metadata metadata, int maxLength) => metadata.TextLength > maxLength ? TooLong("Metadata", maxLength) : null;

    private static string? Problem(string name, string? value, int maxLength, Func<string, bool> legal)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        if (value.Length > maxLength) return TooLong(name, maxLength);
        return legal(value) ? null : $"Param '{name}' is illegal, illegal characters should not appear in the param.";
    }

    private static string TooLong(string name, int max) => $"Param '{name}' is illegal, the param length should not exceed {max}.";

    /// <summary><c>^(?!@).((?!@@)[^\u4E00-\u9FA5\s])*$</c>: the first character may be anything but <c>@</c> and a line end.</summary>
    private static bool IsServiceName(string name)
    {
        if (name[0] is '@' or '\n' or '\r' or '\u0085' or '\u2028' or '\u2029') return false;
        for (var i = char.IsHighSurrogate(name[0]) && name.Length > 1 ? 2 : 1; i < name.Length; i++)
        {
            var c = name[i];
            if (IsHan(c) || IsSpace(c) || (c == '@' && i + 1 < name.Length && name[i + 1] == '@')) return false;
        }
        return true;
    }

    private static bool All(string value, Func<char, bool> legal)
    {
        foreach (var c in value)
        {
            if (!legal(c)) return false;
        }
        return true;
    }

    private static bool IsWordOrHyphen(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    private static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FA5';

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\u000B' or '\f' or '\r';
}
