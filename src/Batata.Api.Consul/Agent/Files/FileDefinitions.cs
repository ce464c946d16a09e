using System.Text.Json;
using Batata.Api.Consul.Bodies;
using Batata.Application.Agents;
using Batata.Domain.Agents;

namespace Batata.Api.Consul.Agent.Files;

/// <summary>Services and checks that the file defines: members <c>service</c>, <c>services</c>, <c>check</c>, <c>checks</c>; their members in snake case.</summary>
internal sealed class FileDefinitions
{
    private readonly List<ServiceForm> _services = [];
    private readonly List<CheckForm> _checks = [];
    private readonly List<string> _problems = [];
    private readonly List<RegisterAgentService> _registered = [];

    public IReadOnlyList<string> Problems => _problems;

    public static FileDefinitions None { get; } = new();

    /// <returns>False when the member is something else.</returns>
    public bool Take(JsonProperty member)
    {
        switch (member.Name)
        {
            case "service" or "services":
                Read(member, ServiceForm.InFile, _services);
                return true;
            case "check" or "checks":
                Read(member, CheckForm.InFile, _checks);
                return true;
            default:
                return false;
        }
    }

    public IEnumerable<RegisterAgentService> Services(string node) => _registered.Select(one => one with
    {
        Service = At(one.Service, node),
        Checks = At(one.Checks, node),
        Sidecar = one.Sidecar is { } sidecar ? At(sidecar, node) : null,
        SidecarChecks = At(one.SidecarChecks, node),
    });

    public IEnumerable<AgentCheck> Checks(string node) => _checks.Select(form => CheckForms.Single(node, form, form.Token, isFromFile: true));

    /// <summary>Once, when all is read.</summary>
    public void Judge(bool runsScripts)
    {
        foreach (var form in _services)
        {
            if (ServiceForms.ToRequest(form, "", form.Token, replacesChecks: true, isFromFile: true, runsScripts, out var problem) is { } register) _registered.Add(register);
            else _problems.Add($"service \"{form.Name}\": {problem.Text.ReplaceLineEndings(" ").Trim()}");
        }
        foreach (var form in _checks)
        {
            var problem = form.Name.Length == 0 ? "Missing check name" : !CheckRules.IsStatus(form.Status) ? "Bad check status"
                : CheckRules.Problem(form) ?? CheckRules.Unsupported(form, runsScripts, isFromFile: true);
            if (problem is not null) _problems.Add($"check \"{form.Name}\": {problem}");
        }
    }

    private static AgentService At(AgentService service, string node) => service with { Definition = service.Definition with { Node = node } };

    private static List<AgentCheck> At(IReadOnlyList<AgentCheck> checks, string node) => [.. checks.Select(check => check with { State = check.State with { Node = node } })];

    private void Read<T>(JsonProperty member, BodyShape<T> shape, List<T> into)
        where T : class, new()
    {
        var scan = new BodyScan { TakesSnakeCase = true };
        if (member.Value.ValueKind == JsonValueKind.Array) into.AddRange(shape.ReadList(member.Value, scan) ?? []);
        else if (shape.Read(member.Value, scan) is { } one) into.Add(one);
        if (scan.Problem is { } problem) _problems.Add($"{member.Name}: {problem}");
    }
}
