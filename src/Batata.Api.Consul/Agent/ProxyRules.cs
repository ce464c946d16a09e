using System.Globalization;
using System.Text;
using System.Text.Json;
using Batata.Api.Consul.Bodies;

namespace Batata.Api.Consul.Agent;

/// <summary>What is refused of a proxy. Protocol source: Consul <c>NodeService.ValidateForAgent</c>, <c>Upstream.Validate</c>.</summary>
internal static class ProxyRules
{
    private const int MaxSocketFolder = 70;

    public static void Add(List<string> problems, ServiceForm service)
    {
        var proxy = service.Proxy ?? new ProxyForm();
        if (string.IsNullOrWhiteSpace(proxy.DestinationServiceName)) problems.Add("Proxy.DestinationServiceName must be non-empty for Connect proxy services");
        if (proxy.DestinationServiceName == "*") problems.Add("Proxy.DestinationServiceName must not be a wildcard for Connect proxy services");
        if (service.Connect.IsNative) problems.Add("A Proxy cannot also be Connect Native, only typical services");
        if (OpaqueProblem(proxy) is { } opaque) problems.Add($"Proxy.Config: {opaque}");
        var (names, addresses) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var upstream in proxy.Upstreams)
        {
            if ((TargetProblem(upstream) ?? UpstreamProblem(upstream)) is { } problem)
            {
                problems.Add(problem);
                continue;
            }
            var name = $"{(upstream.DestinationType.Length == 0 ? "service" : upstream.DestinationType)}:{upstream.DestinationName}{(upstream.Datacenter.Length > 0 ? "?dc=" + upstream.Datacenter : "")}{(upstream.DestinationPeer.Length > 0 ? "?peer=" + upstream.DestinationPeer : "")}";
            if (!names.Add(name))
            {
                problems.Add($"upstreams cannot contain duplicates of {name}");
                continue;
            }
            var host = upstream.LocalBindAddress.Length > 0 ? upstream.LocalBindAddress : "127.0.0.1";
            var address = upstream.LocalBindPort == 0 ? upstream.LocalBindSocketPath
                : string.Create(CultureInfo.InvariantCulture, $"{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{upstream.LocalBindPort}");
            if (!addresses.Add(address)) problems.Add($"upstreams cannot contain duplicates by local bind address and port or unix path; \"{address}\" is specified twice");
        }
        var listeners = new HashSet<int>();
        foreach (var path in proxy.Expose.Paths)
        {
            if (path.Path.Length == 0) problems.Add("expose.paths: empty path exposed");
            if (!listeners.Add(path.ListenerPort)) problems.Add("expose.paths: duplicate listener ports exposed");
            if (path.ListenerPort is <= 0 or > 65_535) problems.Add(string.Create(CultureInfo.InvariantCulture, $"expose.paths: invalid listener port: {path.ListenerPort}"));
            var protocol = path.Protocol.ToLowerInvariant();
            if (protocol is not ("" or "http" or "http2")) problems.Add($"protocol '{protocol}' not supported for path: {path.Path}, must be in: [http http2]");
        }
    }

    /// <summary>Protocol source: Consul <c>validateOpaqueProxyConfig</c>.</summary>
    private static string? OpaqueProblem(ProxyForm proxy)
    {
        if (proxy.Config is not { } config || !config.TryGetProperty("envoy_hcp_metrics_bind_socket_dir", out var folder) || folder.ValueKind != JsonValueKind.String) return null;
        var bytes = Encoding.UTF8.GetByteCount(folder.GetString()!);
        return bytes > MaxSocketFolder ? string.Create(CultureInfo.InvariantCulture, $"envoy_hcp_metrics_bind_socket_dir length {bytes} exceeds max {MaxSocketFolder}") : null;
    }

    /// <summary>This edition has the one partition.</summary>
    private static string? TargetProblem(UpstreamForm upstream)
    {
        if (upstream.DestinationPartition is "" or "default") return null;
        if (upstream.DestinationPeer.Length > 0) return "upstreams must target peers in the same partition as the service";
        return upstream.Datacenter.Length > 0 ? "upstreams cannot target another datacenter in non default partition" : null;
    }

    private static string? UpstreamProblem(UpstreamForm upstream)
    {
        if (upstream.DestinationType is not ("" or "service" or ProxyJson.PreparedQuery)) return $"unknown upstream destination type: \"{upstream.DestinationType}\"";
        if (upstream.DestinationName.Length == 0) return "upstream destination name cannot be empty";
        if (upstream.DestinationName == "*") return "upstream destination name cannot be a wildcard";
        if (upstream is { DestinationPeer.Length: > 0, Datacenter.Length: > 0 }) return "upstream cannot specify both destination peer and datacenter";
        if (upstream is { LocalBindPort: 0, LocalBindSocketPath.Length: 0 }) return "upstream local bind port or local socket path must be defined and nonzero";
        return upstream.LocalBindPort != 0 && upstream.LocalBindSocketPath.Length > 0
            ? "only one of upstream local bind port or local socket path can be defined and nonzero"
            : null;
    }
}
