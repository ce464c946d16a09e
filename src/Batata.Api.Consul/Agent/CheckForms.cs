using System.Globalization;
using Batata.Api.Consul.Http;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Agent;

/// <summary>Forms of checks as what the agent keeps.</summary>
internal static class CheckForms
{
    /// <summary>Ids that were not given are numbered when there are several. Protocol source: Consul <c>agent.addServiceLocked</c>.</summary>
    public static List<AgentCheck> OfService(ServiceInstance service, IReadOnlyList<CheckForm> forms, string token, bool isFromFile)
    {
        var checks = new List<AgentCheck>(forms.Count);
        for (var i = 0; i < forms.Count; i++)
        {
            var form = forms[i];
            var id = form.Id.Length > 0 ? form.Id
                : forms.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"service:{service.Id}:{i + 1}") : $"service:{service.Id}";
            var name = form.Name.Length > 0 ? form.Name : $"Service '{service.Name}' check";
            checks.Add(Made(service.Node, id, name, form, service.Id, service.Name, service.Tags, Shown(form.Interval), Shown(form.Timeout), token, isFromFile));
        }
        return checks;
    }

    public static AgentCheck Single(string node, CheckForm form, string token, bool isFromFile) => Made(
        node, form.Id.Length > 0 ? form.Id : form.Name, form.Name, form, form.ServiceId, "", [], GoDuration.Format(form.Interval), GoDuration.Format(form.Timeout), token, isFromFile);

    private static string Shown(long nanoseconds) => nanoseconds == 0 ? "" : GoDuration.Format(nanoseconds);

    private static AgentCheck Made(
        string node, string id, string name, CheckForm form, string serviceId, string serviceName, IReadOnlyList<string> tags, string interval, string timeout, string token, bool isFromFile)
    {
        var definition = ToDefinition(form, token);
        var status = form.Status.Length > 0 ? form.Status : CheckStatus.Critical;
        return new AgentCheck(
            new HealthCheck(node, id, name, status, form.Notes, "", serviceId, serviceName, tags, definition.Kind, interval, timeout, 0, "{}", 0, 0),
            definition, 0, default, false, null, isFromFile);
    }

    private static CheckDefinition ToDefinition(CheckForm form, string token) => new()
    {
        Http = form.Http,
        Method = form.Method,
        Header = form.Header.ToDictionary(static one => one.Key, static IReadOnlyList<string> (one) => one.Value, StringComparer.Ordinal),
        Body = form.Body,
        DisableRedirects = form.DisableRedirects,
        Tcp = form.Tcp,
        TcpUseTls = form.TcpUseTls,
        Udp = form.Udp,
        Grpc = form.Grpc,
        GrpcUseTls = form.GrpcUseTls,
        H2Ping = form.H2Ping,
        H2PingUseTls = form.H2PingUseTls ?? true,
        TlsServerName = form.TlsServerName,
        TlsSkipVerify = form.TlsSkipVerify,
        ScriptArgs = form.ScriptArgs,
        DockerContainerId = form.DockerContainerId,
        Shell = form.Shell,
        OsService = form.OsService,
        AliasNode = form.AliasNode,
        AliasService = form.AliasService,
        Interval = Span(form.Interval),
        Timeout = Span(form.Timeout),
        Ttl = Span(form.Ttl),
        SuccessBeforePassing = form.SuccessBeforePassing,
        FailuresBeforeWarning = form.FailuresBeforeWarning ?? form.FailuresBeforeCritical,
        FailuresBeforeCritical = form.FailuresBeforeCritical,
        DeregisterCriticalAfter = Span(form.DeregisterCriticalAfter),
        OutputMaxSize = form.OutputMaxSize,
        Token = token,
    };

    /// <summary>Never to nothing: a nanosecond is a time.</summary>
    private static TimeSpan Span(long nanoseconds) => nanoseconds <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Max(1, nanoseconds / 100));
}
