using System.Net;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>
/// One persistent instance under one way of checking it; another way makes another target. It is either in the queue or being looked at, so
/// whoever has it needs no lock. Three members are read and written by others meanwhile, and are volatile.
/// </summary>
internal sealed class CheckTarget(ServiceKey service, string ip, int port, string cluster, HealthChecker checker, int checkPort, bool healthy)
{
    private volatile bool _healthy = healthy;
    private volatile bool _retired;
    private volatile bool _reported;
    private bool _judgedHealthy = healthy;
    private int _aliveCount;
    private int _failureCount;

    public ServiceKey Service => service;

    public string Ip => ip;

    /// <summary>Of the instance. See <see cref="CheckPort"/>.</summary>
    public int Port => port;

    public string Cluster => cluster;

    public HealthChecker Checker => checker;

    /// <summary>The port to look at: that of the instance, or that of the cluster.</summary>
    public int CheckPort => checkPort;

    /// <summary>As the log says.</summary>
    public bool Healthy
    {
        get => _healthy;
        set => _healthy = value;
    }

    /// <summary>The instance is gone, or checked in another way: this one is dropped wherever it turns up.</summary>
    public bool Retired => _retired;

    /// <summary>A change of its health is on its way to the log.</summary>
    public bool Reported
    {
        get => _reported;
        set => _reported = value;
    }

    /// <summary>Between two looks; also where the next interval starts from.</summary>
    public long IntervalMs { get; set; }

    public long DueMs { get; set; }

    /// <summary>The last look had to be given up.</summary>
    public bool Silent { get; private set; }

    /// <summary>Where to connect to, once it is known; null for host names, which may move.</summary>
    public IPEndPoint? EndPoint { get; set; }

    /// <summary>Set for host names.</summary>
    public TargetName? Name { get; set; }

    /// <summary>Set for HTTP.</summary>
    public HttpQuestion? Question { get; set; }

    public void Retire() => _retired = true;

    public bool IsFor(string clusterName, ServiceCluster settings) =>
        cluster == clusterName && checkPort == PortOf(port, settings) && checker.Equals(settings.Checker);

    public static CheckTarget Of(in ServiceKey service, Instance instance, ServiceCluster settings) => new(
        service, instance.Ip, instance.Port, instance.ClusterName, settings.Checker, PortOf(instance.Port, settings), instance.Healthy);

    /// <summary>The same instance, checked in another way.</summary>
    public CheckTarget With(ServiceCluster settings) => new(service, ip, port, cluster, settings.Checker, PortOf(port, settings), _healthy);

    /// <summary>Takes in what a look found. Protocol source: Nacos <c>HealthCheckCommonV2.checkOk</c>, <c>checkFail</c>, <c>checkFailNow</c>.</summary>
    /// <returns>The health it should have from now on; null when that is the one it has.</returns>
    public bool? Judge(in ProbeOutcome outcome, int checkTimes)
    {
        if (_judgedHealthy != _healthy)
        {
            // Somebody else, or the last report, changed it: what was counted before says nothing any more.
            _judgedHealthy = _healthy;
            Forget();
        }
        if (outcome.Finding != ProbeFinding.None) Silent = outcome.Finding == ProbeFinding.Silent;
        switch (outcome.Finding)
        {
            case ProbeFinding.Alive:
                _failureCount = 0;
                return !_judgedHealthy && ++_aliveCount >= checkTimes ? true : null;
            case ProbeFinding.Failing or ProbeFinding.Silent or ProbeFinding.Down:
                _aliveCount = 0;
                return _judgedHealthy && (outcome.Finding == ProbeFinding.Down || ++_failureCount >= checkTimes) ? false : null;
            default:
                return null;
        }
    }

    /// <summary>Nobody looks at it for a while.</summary>
    public void Forget() => (_aliveCount, _failureCount) = (0, 0);

    private static int PortOf(int instancePort, ServiceCluster settings) => settings.UseInstancePort ? instancePort : settings.CheckPort;
}
