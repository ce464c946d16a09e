using System.Globalization;
using System.Text;
using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Limits;
using Batata.Api.Nacos.Push;
using Batata.Domain.Identity;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Configs;

/// <summary>The listener of 1.x clients. Protocol source: Nacos 3.1 <c>ConfigServletInner.doPollingConfig</c>, <c>LongPollingService</c>.</summary>
internal sealed class ConfigV1ListenerEndpoints(LongPolls polls, ConnectionLimits limits, CallLimits calls) : INacosEndpoints
{
    private const string Timeout = "Long-Pulling-Timeout";
    private const string NoHangup = "Long-Pulling-Timeout-No-Hangup";
    private const int MinHoldMs = 10_000;
    private const int MarginMs = 500;

    /// <summary>Newer clients get nothing from a short poll (Nacos 3.x).</summary>
    private const int FirstVersionWithoutHeaders = 204;

    public void Map(NacosRouteBuilder nacos) => nacos.Group(ConfigV1.Prefix, ConfigV1Errors.Instance)
        .Post(ConfigV1.Configs + "/listener", ListenAsync)
        .RequireNacosPermission(NacosPermission.ReadConfig)
        .Compatibility(ApiClass.Client)
        .Checked(ListeningConfigs.Check);

    private async Task ListenAsync(NacosRequest request)
    {
        if (ListeningConfigs.Decode(request[ListeningConfigs.Field]) is not { } text || !ListeningConfigs.TryParse(text, out var configs))
        {
            await ConfigV1Errors.CausedAsync(request.Http, "invalid probeModify");
            return;
        }
        if (!request.AllowsNamespaces(NacosPermission.ReadConfig, configs.Select(static config => config.Key.NamespaceId)))
        {
            await CallerErrors.WriteAsync(request.Http, IdentityFailures.Denied);
            return;
        }
        var tag = ConfigHeaders.TagOf(request.Http.Request);
        var changed = polls.Compare(configs, request.ClientIp, tag);
        if (!request.Http.Request.Headers.TryGetValue(Timeout, out var timeout)) await AnswerShortAsync(request, changed);
        else if (changed.Count > 0) await AnswerAsync(request, changed);
        else if ("true".Equals(request.Header(NoHangup), StringComparison.OrdinalIgnoreCase)) await AnswerNothingAsync(request);
        else if (!long.TryParse(timeout.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ms))
            await ConfigV1Errors.CausedAsync(request.Http, $"For input string: \"{timeout}\"");
        else if (limits.Enter(request.ClientIp, null, isGrpc: false) is { } refused)
        {
            await calls.HoldAsync(request.Aborted);
            NacosHeaders.WriteConfigNoCache(request.Http.Response.Headers);
            await Answers.TextAsync(request.Http, StatusCodes.Status503ServiceUnavailable, NacosHeaders.JsonUtf8, refused + "\n");
        }
        else await WaitAsync(request, new LongPoll(configs, request.ClientIp, tag), Hold(ms));
    }

    private async Task WaitAsync(NacosRequest request, LongPoll poll, TimeSpan hold)
    {
        ListeningConfig? woken;
        try
        {
            woken = await polls.WaitAsync(poll, hold, request.Aborted);
        }
        finally
        {
            limits.Leave(request.ClientIp, null, isGrpc: false);
        }
        await (woken is { } one ? AnswerAsync(request, [one]) : AnswerNothingAsync(request));
    }

    private static TimeSpan Hold(long ms) => TimeSpan.FromMilliseconds(Math.Clamp(ms, MinHoldMs + MarginMs, int.MaxValue) - MarginMs);

    private static Task AnswerNothingAsync(NacosRequest request) => Answers.TextAsync(request.Http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, "");

    private static Task AnswerAsync(NacosRequest request, List<ListeningConfig> changed)
    {
        NacosHeaders.WriteConfigNoCache(request.Http.Response.Headers);
        return Answers.TextAsync(request.Http, StatusCodes.Status200OK, NacosHeaders.JsonUtf8, Encode(changed) + "\n");
    }

    /// <summary>Without the header nobody waits, and the result stands in headers.</summary>
    private static Task AnswerShortAsync(NacosRequest request, List<ListeningConfig> changed)
    {
        var headers = request.Http.Response.Headers;
        if (VersionNumber(request.Header("Client-Version") ?? "2.0.0") < FirstVersionWithoutHeaders)
        {
            headers["Probe-Modify-Response"] = HeaderText.Of(string.Concat(changed.Select(static c => $"{c.DataId}:{c.Group};")));
            headers["Probe-Modify-Response-New"] = Encode(changed);
        }
        NacosHeaders.WriteConfigNoCache(headers);
        return AnswerNothingAsync(request);
    }

    /// <summary>The entries in a row, escaped as one text; a tenant only where the client wrote one.</summary>
    private static string Encode(List<ListeningConfig> changed)
    {
        var text = new StringBuilder();
        foreach (var config in changed)
        {
            text.Append(config.DataId).Append(ListeningConfigs.WordEnd).Append(config.Group);
            if (!string.IsNullOrEmpty(config.Tenant)) text.Append(ListeningConfigs.WordEnd).Append(config.Tenant);
            text.Append(ListeningConfigs.EntryEnd);
        }
        return Uri.EscapeDataString(text.ToString());
    }

    /// <summary><c>2.0.4</c> → 204. Protocol source: Nacos <c>Protocol.getVersionNumber</c>.</summary>
    private static int VersionNumber(string version)
    {
        var number = 0;
        foreach (var part in version.Split('.'))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)) number = unchecked((number * 10) + digits);
        }
        return number;
    }
}
