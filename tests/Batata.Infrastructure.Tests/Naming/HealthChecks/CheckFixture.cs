using Batata.Application.Abstractions;
using Batata.Application.Naming;
using Batata.Application.Telemetry;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Naming;
using Batata.Infrastructure.Naming.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace Batata.Infrastructure.Tests.Naming.HealthChecks;

/// <summary>Health checks over a registry, a log in memory, probes that find what the test says, and a clock that the test moves.</summary>
internal sealed class CheckFixture : IReplicatedLog, ICheckOwnership, IDisposable
{
    private readonly RegistryFixture _naming;
    private readonly CheckQueue _queue;
    private readonly CheckRunner _runner;
    private readonly HealthReports _reports;

    public CheckFixture(int concurrency = 2_000)
    {
        _naming = new RegistryFixture(new NamingOptions { HealthCheckConcurrency = concurrency });
        _queue = new CheckQueue(_naming.RegistryClock);
        Targets = new CheckTargets(
            new ChangeTopic<NamingChanged>([]), _naming.Services, _naming.Clients, _queue, _naming.Switches, _naming.RegistryClock);
        Timings = new Timings(_naming.Clock);
        _reports = new HealthReports(this, this, NullLogger<HealthReports>.Instance);
        _runner = new CheckRunner(
            _queue,
            [Tcp, Http],
            _reports,
            this,
            _naming.Switches,
            _naming.RegistryClock,
            Microsoft.Extensions.Options.Options.Create(_naming.Options),
            Timings,
            NullLogger<CheckRunner>.Instance);
    }

    public FakeProbe Tcp { get; } = new("TCP");

    public FakeProbe Http { get; } = new("HTTP");

    public Timings Timings { get; }

    public CheckTargets Targets { get; }

    public RegistryFixture Naming => _naming;

    public int Queued => _queue.Count;

    /// <summary>Entries of the log, each as <c>ip</c> and health.</summary>
    public List<string> Entries { get; } = [];

    /// <summary>The answer of the log to the next entries, instead of writing them.</summary>
    public Failure? Refusal { get; set; }

    public bool Owner { get; set; } = true;

    public string Served(ServiceKey service) => _naming.Served(service);

    public void Register(ServiceKey service, Instance instance)
    {
        Publish(service, instance);
        Targets.Apply(new(new PersistentInstanceChanged(service, instance.Ip, instance.Port, instance), false));
    }

    /// <summary>Into the registry alone: the change is not told.</summary>
    public void Publish(ServiceKey service, Instance instance)
    {
        var client = _naming.Clients.FindOrAdd(
            NamingClientKind.PersistentAddress,
            instance.Ip,
            instance.Port,
            () => RegistryClient.OfAddress(NamingClientKind.PersistentAddress, instance.Ip, instance.Port, _naming.Owner.Incarnation, 0));
        _naming.Core.Publish(client, service, instance with { Ephemeral = false });
    }

    public void Deregister(ServiceKey service, string ip, int port = 80)
    {
        Unpublish(service, ip, port);
        Targets.Apply(new(new PersistentInstanceChanged(service, ip, port, null), false));
    }

    public void Unpublish(ServiceKey service, string ip, int port = 80) =>
        _naming.Core.Unpublish(_naming.Clients.FindAddress(NamingClientKind.PersistentAddress, ip, port)!, _naming.Services.Find(service)!);

    public void SetCluster(ServiceKey service, string cluster, ServiceCluster settings)
    {
        var before = _naming.Services.Find(service)?.Metadata ?? ServiceMetadata.Of(ServiceKind.Persistent);
        var metadata = before.EditCluster(cluster, settings);
        _naming.Core.Change(
            service,
            metadata,
            static (_, entry, set) =>
            {
                entry.SetMetadata(set);
                return true;
            });
        Targets.Apply(new(new ServiceMetadataChanged(service, metadata, false), false));
    }

    public void Set(Func<SwitchDomain, SwitchDomain> change) => _naming.Switches.Set(change(_naming.Switches.Current));

    /// <summary>Time passes in steps; what is due is looked at, and what that found is written.</summary>
    public async Task PassAsync(double seconds, int stepMs = 50)
    {
        for (var ms = 0; ms < seconds * 1_000; ms += stepMs)
        {
            _naming.Clock.Advance(TimeSpan.FromMilliseconds(stepMs));
            _runner.StartDue();
            await _reports.WriteAsync(CancellationToken.None);
        }
    }

    public bool Owns(CheckTarget target) => Owner;

    public Task<Outcome<TResult>> ProposeAsync<TResult>(ReplicatedEntry<TResult> entry, CancellationToken cancellationToken)
    {
        if (Refusal is not null) return Task.FromResult<Outcome<TResult>>(Refusal);
        var changes = Assert.IsType<ChangeInstanceHealthEntry>(entry).Changes;
        Entries.Add(string.Join(' ', changes.Select(static c => $"{c.Ip}{(c.Healthy ? "" : "!")}")));
        foreach (var (service, ip, port, healthy) in changes)
        {
            var stored = _naming.Services.Find(service)!.Snapshot(_naming.RegistryClock).Instances.Single(i => i.Ip == ip && i.Port == port);
            Register(service, stored with { Healthy = healthy });
        }
        return Task.FromResult((Outcome<TResult>)(object)Outcome<int>.Of(changes.Count));
    }

    public void Dispose()
    {
        _runner.Dispose();
        _queue.Dispose();
        _naming.Dispose();
    }
}
