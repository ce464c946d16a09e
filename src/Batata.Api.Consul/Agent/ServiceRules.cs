using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Batata.Api.Consul.Dns.Views;

namespace Batata.Api.Consul.Agent;

/// <summary>What is refused of a service before anything is stored. Protocol source: Consul <c>NodeService.Validate</c>, <c>ValidateWeights</c>, <c>ValidateServiceMetadata</c>.</summary>
internal static class ServiceRules
{
    private const string ConnectProxy = "connect-proxy";
    private const string Ingress = "ingress-gateway";
    private const string ApiGateway = "api-gateway";
    private const int MaxPairs = 64;
    private const int MaxKey = 128;
    private const int MaxValue = 512;

    public static bool IsGateway(string kind) => kind is "mesh-gateway" or "terminating-gateway" or Ingress or ApiGateway;

    public static bool IsAnyAddress(string address) => address is "0.0.0.0" or "::" or "[::]";

    public static string? WeightsProblem(WeightsForm? weights)
    {
        if (weights is null) return null;
        if (weights.Passing < 1) return "Passing must be greater than 0";
        if (weights.Warning < 0) return "Warning must be greater or equal than 0";
        return weights.Passing > 65_535 || weights.Warning > 65_535 ? "DNS Weight must be between 0 and 65535" : null;
    }

    public static string? MetaProblem(string kind, Dictionary<string, string>? meta)
    {
        if (meta is null) return null;
        if (meta.Count > MaxPairs) return $"Node metadata cannot contain more than {MaxPairs} key/value pairs";
        foreach (var (key, value) in meta)
        {
            if (MetaProblem(key, value, kind) is { } problem) return $"Couldn't load metadata pair ('{key}', '{value}'): {problem}";
        }
        return null;
    }

    /// <returns>As Go's multierror lists them; null when there is none.</returns>
    public static string? Problems(ServiceForm service)
    {
        var problems = new List<string>();
        if (service is { Kind: ConnectProxy, Port: 0, SocketPath.Length: 0 }) problems.Add($"Port or SocketPath must be set for a {ConnectProxy}");
        return ProblemsForAgent(service, problems);
    }

    /// <summary>Where the agent may find a port itself. Protocol source: Consul <c>NodeService.ValidateForAgent</c>.</summary>
    public static string? ProblemsForAgent(ServiceForm service) => ProblemsForAgent(service, []);

    private static string? ProblemsForAgent(ServiceForm service, List<string> problems)
    {
        if (service.Kind == ConnectProxy) ProxyRules.Add(problems, service);
        if (IsGateway(service.Kind)) AddGateway(problems, service);
        AddPorts(problems, service);
        if (service.Connect.Sidecar is { } sidecar)
        {
            if (sidecar.Id.Length > 0) problems.Add("A SidecarService cannot specify an ID as this is managed by the agent");
            if (sidecar.Connect.Sidecar is not null) problems.Add("A SidecarService cannot have a nested SidecarService");
        }
        if (service is { Connect.IsNative: true, Port: 0, SocketPath.Length: 0 } && service.Ports.Count == 0) problems.Add("Port or SocketPath must be set for a Connect native service.");
        if (service.Locality is { Region.Length: 0, Zone.Length: > 0 }) problems.Add("zone cannot be set without region");
        return Listed(problems);
    }

    /// <summary>Of tagged addresses; answered with 500. Consul 1.x: <c>wan_ipv6</c> may be anything.</summary>
    public static string? TaggedAddressProblem(ServiceForm service)
    {
        foreach (var (tag, family) in new[] { ("lan_ipv4", 4), ("wan_ipv4", 4), ("lan_ipv6", 6) })
        {
            if (!service.TaggedAddresses.TryGetValue(tag, out var address)) continue;
            var isOf = GoAddress.Parse(address.Address) is { } ip && ip.AddressFamily == (family == 4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);
            if (!isOf) return string.Create(CultureInfo.InvariantCulture, $"Service tagged address \"{tag}\" must be a valid ipv{family} address");
        }
        return null;
    }

    private static void AddGateway(List<string> problems, ServiceForm service)
    {
        if (service.Port == 0 && service.Kind is not (Ingress or ApiGateway)) problems.Add($"Port must be non-zero for a {service.Kind}");
        if (service.Connect.Sidecar is not null) problems.Add($"A {service.Kind} cannot have a sidecar service defined");
        if (service.Proxy is not { } proxy) return;
        AddIf(proxy.DestinationServiceName.Length > 0, "DestinationServiceName");
        AddIf(proxy.DestinationServiceId.Length > 0, "DestinationServiceID");
        AddIf(proxy.LocalServiceAddress.Length > 0, "LocalServiceAddress");
        AddIf(proxy.LocalServicePort != 0, "LocalServicePort");
        AddIf(proxy.LocalServiceSocketPath.Length > 0, "LocalServiceSocketPath");
        AddIf(proxy.Upstreams.Count > 0, "Upstreams");

        void AddIf(bool isSet, string name)
        {
            if (isSet) problems.Add($"The Proxy.{name} configuration is invalid for a {service.Kind}");
        }
    }

    private static void AddPorts(List<string> problems, ServiceForm service)
    {
        if (service.Ports.Count == 0) return;
        if (service.Port != 0) problems.Add("Cannot specify both Port and Ports");
        if (service.Kind.Length > 0) problems.Add($"Ports cannot be set for a {service.Kind}");
        if (service.Ports.DistinctBy(static port => port.Name).Count() < service.Ports.Count) problems.Add("Ports must have unique names");
        if (service.Ports.Count(static port => port.IsDefault) != 1) problems.Add("Exactly one of Ports must be the default");
        if (service.Ports.Any(static port => port.Name.Length == 0 || port.Port is <= 0 or > 65_535)) problems.Add("Each of Ports needs a name and a port");
    }

    private static string? MetaProblem(string key, string value, string kind)
    {
        if (key.Length == 0) return "Key cannot be blank";
        if (key.Any(static c => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))) return "Key contains invalid characters";
        if (key.Length > MaxKey) return $"Key is too long (limit: {MaxKey} characters)";
        if (key.StartsWith("consul-", StringComparison.Ordinal) && !(kind == "mesh-gateway" && key == "consul-wan-federation")) return "Key prefix 'consul-' is reserved for internal use";
        return Encoding.UTF8.GetByteCount(value) > MaxValue ? $"Value is too long (limit: {MaxValue} characters)" : null;
    }

    private static string? Listed(List<string> problems)
    {
        if (problems.Count == 0) return null;
        var text = new StringBuilder(problems.Count == 1 ? "1 error occurred:\n" : string.Create(CultureInfo.InvariantCulture, $"{problems.Count} errors occurred:\n"));
        foreach (var problem in problems) text.Append("\t* ").Append(problem).Append('\n');
        return text.Append('\n').ToString();
    }
}
