using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Agent;

/// <summary>What is refused of a check before anything is stored. Protocol source: Consul <c>CheckType.Validate</c>, in its order.</summary>
internal static class CheckRules
{
    private const string ScriptsOff = "Scripts are disabled on this agent from remote calls; to enable, configure 'enable_script_checks' to true";
    private const string LocalScriptsOff = "Scripts are disabled on this agent; to enable, configure 'enable_script_checks' or 'enable_local_script_checks' to true";

    /// <summary>What a service of the operating system is asked for where there is no such check.</summary>
    private const string NoOsService = "not implemented";

    public static bool IsStatus(string status) => status is "" or CheckStatus.Passing or CheckStatus.Warning or CheckStatus.Critical;

    public static string? Problem(CheckForm check)
    {
        var hasInterval = check.ScriptArgs.Count > 0 || check.Http.Length > 0 || check.Tcp.Length > 0 || check.Udp.Length > 0 || check.Grpc.Length > 0
            || check.H2Ping.Length > 0 || check.OsService.Length > 0;
        var isAlias = check.AliasNode.Length > 0 || check.AliasService.Length > 0;
        if (check is { Interval: > 0, Ttl: > 0 }) return "Interval and TTL cannot both be specified";
        if (hasInterval && check.Interval <= 0) return "Interval must be > 0 for Script, HTTP, H2PING, TCP, UDP or OSService checks";
        if (hasInterval && isAlias) return "Interval cannot be set for Alias checks";
        if (isAlias && check.Ttl > 0) return "TTL must be not be set for Alias checks";
        if (!hasInterval && !isAlias && check.Ttl <= 0) return "TTL must be > 0 for TTL checks";
        if (check.OutputMaxSize < 0) return "MaxOutputMaxSize must be positive";
        return check.FailuresBeforeWarning > check.FailuresBeforeCritical ? "FailuresBeforeWarning can't be higher than FailuresBeforeCritical" : null;
    }

    /// <summary>What this agent does not run; answered with 500.</summary>
    public static string? Unsupported(CheckForm check, bool runsScripts, bool isFromFile) =>
        check.ScriptArgs.Count > 0 && !runsScripts ? isFromFile ? LocalScriptsOff : ScriptsOff : check.OsService.Length > 0 ? NoOsService : null;
}
