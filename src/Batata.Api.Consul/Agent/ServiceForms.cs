using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Dns.Views;
using Batata.Api.Consul.Http;
using Batata.Application.Agents;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Agent;

/// <summary>Forms of services as what the agent keeps: judged first, in Consul's order. For requests and for configuration files.</summary>
internal static class ServiceForms
{
    /// <param name="token">Secret that it is registered with.</param>
    /// <param name="problem">Why it is refused: status and text.</param>
    public static RegisterAgentService? ToRequest(
        ServiceForm form, string node, string token, bool replacesChecks, bool isFromFile, bool runsScripts, out (int Status, string Text) problem)
    {
        problem = Problem(form);
        if (problem.Status != 0) return null;
        var sidecar = form.Connect.Sidecar is { } nested ? SidecarForms.Complete(form, nested) : null;
        problem = LateProblem(form, sidecar, runsScripts, isFromFile);
        if (problem.Status != 0) return null;
        var service = ToInstance(form, node);
        return new RegisterAgentService(
            new AgentService(service, false, isFromFile, token), CheckForms.OfService(service, ChecksOf(form), token, isFromFile),
            sidecar is null ? null : SidecarOf(sidecar, service, TokenOf(sidecar), isFromFile),
            sidecar is null ? [] : CheckForms.OfService(ToInstance(sidecar, node), ChecksOf(sidecar), TokenOf(sidecar), isFromFile), replacesChecks);

        string TokenOf(ServiceForm one) => one.Token.Length > 0 ? one.Token : token;
    }

    private static (int Status, string Text) Problem(ServiceForm form)
    {
        if (form.Name.Length == 0) return (400, "Missing service name");
        if (ServiceRules.IsAnyAddress(form.Address)) return (400, "Invalid service address");
        if (ServiceRules.WeightsProblem(form.Weights) is { } weights) return (400, $"Invalid Weights: {weights}");
        if (ServiceRules.MetaProblem(form.Kind, form.Meta) is { } meta) return (400, $"Invalid Service Meta: {meta}");
        if (ServiceRules.Problems(form) is { } problems) return (400, $"Validation failed: {problems}");
        if (ChecksProblem(form, "Invalid check") is { } check) return (400, check);
        if (form.Connect.Sidecar is not { } sidecar) return default;
        if (ChecksProblem(sidecar, "Invalid check in sidecar_service") is { } ofSidecar) return (400, ofSidecar);
        return ServiceRules.MetaProblem(sidecar.Kind, sidecar.Meta) is { } sidecarMeta ? (400, $"Invalid SidecarService: {sidecarMeta}") : default;
    }

    private static string? ChecksProblem(ServiceForm form, string prefix)
    {
        var checks = ChecksOf(form);
        foreach (var check in checks)
        {
            if (CheckRules.Problem(check) is { } invalid) return $"{prefix}: {invalid}";
        }
        return checks.Exists(static check => !CheckRules.IsStatus(check.Status)) ? "Status for checks must 'passing', 'warning', 'critical'" : null;
    }

    /// <summary>What Consul finds when it adds the service and then its sidecar: here before either is.</summary>
    private static (int Status, string Text) LateProblem(ServiceForm form, ServiceForm? sidecar, bool runsScripts, bool isFromFile)
    {
        if (sidecar is not null && ServiceRules.ProblemsForAgent(sidecar) is { } problems) return (400, $"Failed Validation: {problems}");
        foreach (var one in sidecar is null ? [form] : new[] { form, sidecar })
        {
            if (ServiceRules.TaggedAddressProblem(one) is { } tagged) return (500, tagged);
            foreach (var check in ChecksOf(one))
            {
                if (CheckRules.Unsupported(check, runsScripts, isFromFile) is { } unsupported) return (500, unsupported);
            }
        }
        return default;
    }

    /// <summary>The single one comes first; when it says nothing, it is none.</summary>
    private static List<CheckForm> ChecksOf(ServiceForm form) => form.Check.IsEmpty ? [.. form.Checks] : [form.Check, .. form.Checks];

    private static ServiceInstance ToInstance(ServiceForm form, string node)
    {
        var addresses = form.TaggedAddresses.ToDictionary(static one => one.Key, static one => new ServiceAddress(one.Value.Address, one.Value.Port), StringComparer.Ordinal);
        if (GoAddress.Parse(form.Address) is { } ip)
        {
            var family = ip.AddressFamily == AddressFamily.InterNetwork ? "ipv4" : "ipv6";
            addresses.TryAdd($"lan_{family}", new ServiceAddress(form.Address, form.Port));
            addresses.TryAdd($"wan_{family}", new ServiceAddress(form.Address, form.Port));
        }
        var isProxy = form.Kind == ServiceInstance.ConnectProxyKind || ServiceRules.IsGateway(form.Kind);
        if (form.Proxy is { } given) Settle(given);
        return new ServiceInstance(
            node, form.Id.Length > 0 ? form.Id : form.Name, form.Name, form.Kind, form.Tags, form.Address, form.Port,
            [.. form.Ports.Select(static port => new ServicePort(port.Name, port.Port, port.IsDefault))], addresses, form.Meta, form.SocketPath,
            form.Weights is { } weights ? new ServiceWeights(weights.Passing, weights.Warning) : ServiceWeights.Default, form.EnableTagOverride,
            form.Proxy is not null || isProxy ? ProxyJson.ToProxy(form.Proxy ?? new ProxyForm()) : null, form.Connect.IsNative,
            form.Locality is { } locality && (locality.Region.Length > 0 || locality.Zone.Length > 0) ? LocalityJson(locality) : null, 0, 0);
    }

    /// <summary>What upstreams take from their proxy. Protocol source: Consul <c>configentry.MergeServiceConfig</c>.</summary>
    private static void Settle(ProxyForm proxy)
    {
        foreach (var upstream in proxy.Upstreams)
        {
            if (upstream.DestinationType.Length == 0) upstream.DestinationType = "service";
            if (upstream.MeshGateway.Length == 0 && upstream.DestinationType != ProxyJson.PreparedQuery) upstream.MeshGateway = proxy.MeshGateway;
        }
        if (proxy is { Mode: "transparent", MeshGateway.Length: > 0 }) proxy.Upstreams.Add(EveryOther(proxy.MeshGateway));
    }

    /// <summary>Stands for all upstreams that a transparent proxy reaches without naming them.</summary>
    private static UpstreamForm EveryOther(string meshGateway)
    {
        using var config = JsonDocument.Parse($$$"""{"mesh_gateway":{"Mode":{{{JsonSerializer.Serialize(meshGateway)}}}}}""");
        return new UpstreamForm
        {
            DestinationNamespace = "default", DestinationPartition = "default", DestinationName = "*", Config = config.RootElement.Clone(), MeshGateway = meshGateway,
        };
    }

    private static AgentService SidecarOf(ServiceForm form, ServiceInstance service, string token, bool isFromFile)
    {
        var sidecar = ToInstance(form, service.Node);
        return new AgentService(sidecar with { LocalityJson = sidecar.LocalityJson ?? service.LocalityJson }, true, isFromFile, token);
    }

    private static string LocalityJson(LocalityForm locality) => Encoding.UTF8.GetString(ConsulJson.Write(pretty: false, json =>
    {
        json.WriteStartObject();
        json.WriteString("Region"u8, locality.Region);
        json.WriteString("Zone"u8, locality.Zone);
        json.WriteEndObject();
    }).Span);
}
