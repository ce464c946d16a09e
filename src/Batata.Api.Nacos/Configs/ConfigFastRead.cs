using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Application.Cluster;
using Batata.Application.Configs;
using Batata.Application.Identity;
using Batata.Domain.Configs;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Configs;

/// <summary>
/// The hot path: a plain <c>GET /v1/cs/configs</c> of a config whose content is cached, straight from the request target to the bytes. It takes
/// only requests on which the pipeline would find nothing to do: known parameters, once each, of legal names without an escape. Whatever it does
/// not take goes through the pipeline and gets the same answer there. Each filter of the pipeline has its condition in <see cref="TryServe"/>: whoever adds
/// one there adds it here.
/// </summary>
internal sealed class ConfigFastRead(IServedConfigs served, NacosGate gate, INodeState node, IOptions<NacosOptions> options)
{
    private const int MaxDataId = 255;
    private const int MaxGroup = 128;
    private const int MaxTenant = 64;

    private readonly string _prefix = options.Value.ContextPath + "/v1/cs/configs?";
    private readonly bool _served = options.Value.CompatibilityClient;

    /// <returns>Null when the request is for the pipeline.</returns>
    public Task? TryServe(HttpContext http)
    {
        if (!_served || !HttpMethods.IsGet(http.Request.Method)) return null;
        var target = http.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (target is null || !target.StartsWith(_prefix, StringComparison.Ordinal)) return null;
        if (node.NotServingReason is not null || !TryParse(target.AsSpan(_prefix.Length), out var key, out var token)) return null;
        if (gate.GuardsClients && !gate.LetsPass(http, token, Reading(key))) return null;
        if (served.Find(key) is not { } config) return null;
        var choice = ConfigAnswer.Choose(http, config, tag: null);
        if (choice.Version is not { } version || !served.TryGetContent(version, out var content)) return null;
        NacosHeaders.WriteNoFraming(http.Response.Headers);
        return ConfigAnswer.WriteAsync(http, config, choice, content);
    }

    private static AccessRequest Reading(in ConfigKey key) => new() { Kind = AccessKind.Config, Namespace = key.NamespaceId, Group = key.Group, Name = key.DataId };

    private static bool TryParse(ReadOnlySpan<char> query, out ConfigKey key, out ReadOnlySpan<char> token)
    {
        key = default;
        token = default;
        ReadOnlySpan<char> dataId = default, group = default, tenant = default;
        var hasTenant = false;
        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            if (equals < 0) return false;
            var value = pair[(equals + 1)..];
            switch (pair[..equals])
            {
                case "dataId" when dataId.IsEmpty && IsName(value, MaxDataId):
                    dataId = value;
                    break;
                case "group" when group.IsEmpty && IsName(value, MaxGroup):
                    group = value;
                    break;
                case "tenant" when !hasTenant && (value.IsEmpty || IsNamespace(value)):
                    tenant = value;
                    hasTenant = true;
                    break;
                case "accessToken" when token.IsEmpty && !value.ContainsAny('%', '+'):
                    token = value;
                    break;
                default:
                    return false;
            }
        }
        if (dataId.IsEmpty || group.IsEmpty) return false;
        key = ConfigKey.Of(dataId.ToString(), group.ToString(), tenant.IsEmpty ? null : tenant.ToString());
        return true;
    }

    private static bool IsName(ReadOnlySpan<char> value, int maxLength)
    {
        if (value.IsEmpty || value.Length > maxLength) return false;
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':')) return false;
        }
        return true;
    }

    private static bool IsNamespace(ReadOnlySpan<char> value)
    {
        if (value.Length > MaxTenant) return false;
        foreach (var c in value)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) return false;
        }
        return true;
    }
}
