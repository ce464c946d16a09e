using Batata.Domain.Agents;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Services and checks of agents as messages, for the log and for their tables.</summary>
internal static class AgentWire
{
    public static Wire.AgentServiceState ToWire(AgentService service) => new()
    {
        Definition = service.Definition.ToWire(),
        IsSidecar = service.IsSidecar,
        IsFromFile = service.IsFromFile,
        Token = service.Token,
    };

    public static AgentService ToService(Wire.AgentServiceState message) =>
        new(message.Definition.ToDomain(), message.IsSidecar, message.IsFromFile, message.Token);

    public static Wire.AgentCheckState ToWire(AgentCheck check)
    {
        var message = new Wire.AgentCheckState
        {
            State = check.State.ToWire(),
            Definition = ToWire(check.Definition),
            Registration = check.Registration,
            ReportedAt = check.ReportedAt.ToUnixTimeMilliseconds(),
            IsReported = check.IsReported,
            IsFromFile = check.IsFromFile,
            IsExpired = check.IsExpired,
        };
        if (check.CriticalSince is { } since) message.CriticalSince = since.ToUnixTimeMilliseconds();
        return message;
    }

    public static AgentCheck ToCheck(Wire.AgentCheckState message) => new(
        message.State.ToDomain(), ToDefinition(message.Definition), message.Registration, At(message.ReportedAt), message.IsReported,
        message.HasCriticalSince ? At(message.CriticalSince) : null, message.IsFromFile, message.IsExpired);

    public static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static Wire.AgentCheckDefinition ToWire(CheckDefinition from)
    {
        var message = new Wire.AgentCheckDefinition
        {
            Http = from.Http,
            Method = from.Method,
            Body = from.Body,
            DisableRedirects = from.DisableRedirects,
            Tcp = from.Tcp,
            TcpUseTls = from.TcpUseTls,
            Udp = from.Udp,
            Grpc = from.Grpc,
            GrpcUseTls = from.GrpcUseTls,
            H2Ping = from.H2Ping,
            H2PingUseTls = from.H2PingUseTls,
            TlsServerName = from.TlsServerName,
            TlsSkipVerify = from.TlsSkipVerify,
            DockerContainerId = from.DockerContainerId,
            Shell = from.Shell,
            OsService = from.OsService,
            AliasNode = from.AliasNode,
            AliasService = from.AliasService,
            Interval = from.Interval.Ticks,
            Timeout = from.Timeout.Ticks,
            Ttl = from.Ttl.Ticks,
            SuccessBeforePassing = from.SuccessBeforePassing,
            FailuresBeforeWarning = from.FailuresBeforeWarning,
            FailuresBeforeCritical = from.FailuresBeforeCritical,
            DeregisterCriticalAfter = from.DeregisterCriticalAfter.Ticks,
            OutputMaxSize = from.OutputMaxSize,
            Token = from.Token,
        };
        message.ScriptArgs.AddRange(from.ScriptArgs);
        foreach (var (name, values) in from.Header) message.Header.Add(new Wire.AgentHeader { Name = name, Values = { values } });
        return message;
    }

    private static CheckDefinition ToDefinition(Wire.AgentCheckDefinition message) => new()
    {
        Http = message.Http,
        Method = message.Method,
        Header = message.Header.ToDictionary(static one => one.Name, static IReadOnlyList<string> (one) => [.. one.Values], StringComparer.Ordinal),
        Body = message.Body,
        DisableRedirects = message.DisableRedirects,
        Tcp = message.Tcp,
        TcpUseTls = message.TcpUseTls,
        Udp = message.Udp,
        Grpc = message.Grpc,
        GrpcUseTls = message.GrpcUseTls,
        H2Ping = message.H2Ping,
        H2PingUseTls = message.H2PingUseTls,
        TlsServerName = message.TlsServerName,
        TlsSkipVerify = message.TlsSkipVerify,
        ScriptArgs = [.. message.ScriptArgs],
        DockerContainerId = message.DockerContainerId,
        Shell = message.Shell,
        OsService = message.OsService,
        AliasNode = message.AliasNode,
        AliasService = message.AliasService,
        Interval = TimeSpan.FromTicks(message.Interval),
        Timeout = TimeSpan.FromTicks(message.Timeout),
        Ttl = TimeSpan.FromTicks(message.Ttl),
        SuccessBeforePassing = message.SuccessBeforePassing,
        FailuresBeforeWarning = message.FailuresBeforeWarning,
        FailuresBeforeCritical = message.FailuresBeforeCritical,
        DeregisterCriticalAfter = TimeSpan.FromTicks(message.DeregisterCriticalAfter),
        OutputMaxSize = message.OutputMaxSize,
        Token = message.Token,
    };
}
