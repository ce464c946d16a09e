using Batata.Api.Nacos.Http;
using Batata.Application.Configs;
using Batata.Domain.Configs;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>Headers of config requests and answers.</summary>
internal static class ConfigHeaders
{
    public const string BetaIps = "betaIps";
    public const string CasMd5 = "casMd5";
    public const string VipserverTag = "Vipserver-Tag";

    private const string ConfigTypeHeader = "Config-Type";
    private const string EncryptedDataKey = "Encrypted-Data-Key";
    private const string IsBeta = "isBeta";
    private const string Tag = "tag";

    /// <summary>The tag that the client says of itself; null when it has none.</summary>
    public static string? TagOf(HttpRequest request) =>
        request.Headers[VipserverTag].ToString() is var tag && !string.IsNullOrWhiteSpace(tag) ? tag : null;

    public static void Write(IHeaderDictionary headers, ServedConfig config, ServedChoice choice)
    {
        var version = choice.Version!;
        NacosHeaders.WriteConfigNoCache(headers);
        headers.ContentMD5 = version.Md5;
        headers.LastModified = version.LastModified;
        headers[ConfigTypeHeader] = config.Type ?? ConfigType.Text;
        // Nacos 3.x: a formal version says so even when there is no key, a gray one only when there is.
        if (choice.Rule is null || version.EncryptedDataKey.Length > 0) headers[EncryptedDataKey] = HeaderText.Of(version.EncryptedDataKey);
        switch (choice.Rule)
        {
            case BetaRule:
                headers[IsBeta] = "true";
                break;
            case TagRule rule:
                headers[Tag] = Uri.EscapeDataString(rule.Tag);
                break;
            default:
                break;
        }
    }
}
