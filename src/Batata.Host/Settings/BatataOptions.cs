using Batata.Api.Consul;
using Batata.Api.Consul.Dns;
using Batata.Api.Nacos;
using Batata.Api.Nacos.Limits;
using Batata.Application.Audit;
using Batata.Application.Configs;
using Batata.Application.Identity;
using Batata.Application.KeyHistory;
using Batata.Application.Locks;
using Batata.Application.Naming;
using Batata.Infrastructure.Agents.Checks;
using Batata.Infrastructure.Cluster;
using Batata.Infrastructure.Telemetry;
using Batata.Infrastructure.Persistence.Configs.Seals;

namespace Batata.Host.Settings;

/// <summary>The options of every layer, as the settings fill them.</summary>
internal sealed class BatataOptions
{
    public NacosOptions Nacos { get; } = new();

    public ConfigOptions Configs { get; } = new();

    public CapacityOptions Capacity { get; } = new();

    public SealOptions Seals { get; } = new();

    public NamingOptions Naming { get; } = new();

    public LockOptions Locks { get; } = new();

    public ClusterOptions Cluster { get; } = new();

    public TelemetryOptions Telemetry { get; } = new();

    public ServerOptions Server { get; } = new();

    public LimitOptions Limits { get; } = new();

    public AuditOptions Audit { get; } = new();

    public TlsOptions MainTls { get; } = new();

    public TlsOptions ConsoleTls { get; } = new();

    public TlsOptions GrpcTls { get; } = new();

    public ConsulOptions Consul { get; } = new();

    public AgentCheckOptions AgentChecks { get; } = new();

    public KeyHistoryOptions KeyHistory { get; } = new();

    public ConsulDnsOptions ConsulDns { get; } = new();

    public IdentityOptions Auth { get; } = new();

    public DirectoryOptions Directory { get; } = new();

    public OidcOptions Oidc { get; } = new();
}
