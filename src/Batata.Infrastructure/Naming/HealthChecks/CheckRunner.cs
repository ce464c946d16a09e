using System.Collections.Frozen;
using Batata.Application.Naming;
using Batata.Application.Telemetry;
using Batata.Domain.Naming;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>
/// Starts the looks that are due and takes in what they find. One loop for all targets; a bounded number of looks is under way at a time.
/// Those at targets that were silent last time have a lane of their own: they may all hang without anybody else waiting for them.
/// </summary>
internal sealed partial class CheckRunner : IDisposable
{
    /// <summary>Starting this late says that there are more targets than this node can look at.</summary>
    private const long LateMs = 5_000;

    private static readonly TimeSpan ToldEvery = TimeSpan.FromMinutes(1);

    private readonly CheckQueue _queue;
    private readonly FrozenDictionary<string, IHealthProbe> _probes;
    private readonly HealthReports _reports;
    private readonly ICheckOwnership _ownership;
    private readonly ISwitches _switches;
    private readonly RegistryClock _clock;
    private readonly Timings _timings;
    private readonly ILogger _logger;
    private readonly ProbeDeadlines _deadlines;
    private readonly CheckLane _prompt;
    private readonly CheckLane _silent;
    private readonly List<CheckTarget> _due = [];
    private readonly TaskCompletionSource _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay = 1; // one for the loop itself
    private long? _toldAt;

    public CheckRunner(
        CheckQueue queue,
        IEnumerable<IHealthProbe> probes,
        HealthReports reports,
        ICheckOwnership ownership,
        ISwitches switches,
        RegistryClock clock,
        IOptions<NamingOptions> options,
        Timings timings,
        ILogger<CheckRunner> logger)
    {
        (_queue, _reports, _ownership, _switches, _clock, _timings, _logger) = (queue, reports, ownership, switches, clock, timings, logger);
        _probes = probes.ToFrozenDictionary(static p => p.Type, StringComparer.Ordinal);
        _deadlines = new ProbeDeadlines(clock.Time);
        _prompt = new CheckLane(options.Value.HealthCheckConcurrency);
        _silent = new CheckLane(options.Value.HealthCheckConcurrency);
    }

    /// <summary>Runs until the token is cancelled, and returns when no look is under way any more.</summary>
    public async Task RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _queue.WaitAsync(stoppingToken);
                StartDue();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            _deadlines.EndAll();
            Land();
            await _landed.Task;
        }
    }

    public void Dispose() => _deadlines.Dispose();

    /// <summary>For one thread.</summary>
    internal void StartDue()
    {
        StartWaiting(_prompt);
        StartWaiting(_silent);
        _queue.TakeDue(_due);
        foreach (var target in _due)
        {
            if (target.Retired) continue;
            var lane = target.Silent ? _silent : _prompt;
            if (!MayLook(target)) Pass(target);
            else if (lane.WaitingCount == 0 && lane.TryEnter()) Start(target, lane);
            else lane.Wait(target);
        }
        if (_prompt.WaitingCount > 0 || _silent.WaitingCount > 0) _queue.WakeSoon();
    }

    private void StartWaiting(CheckLane lane)
    {
        while (lane.TryEnterWaiting() is { } target)
        {
            if (!target.Retired && MayLook(target))
            {
                Start(target, lane);
                continue;
            }
            lane.Leave();
            if (!target.Retired) Pass(target);
        }
    }

    /// <summary>Not now; perhaps next time.</summary>
    private void Pass(CheckTarget target)
    {
        target.Forget();
        _queue.Add(target, _clock.NowMs + target.IntervalMs);
    }

    /// <summary>Protocol source: Nacos <c>SwitchDomain.isHealthCheckEnabled</c>: services of the list are checked although checks are off.</summary>
    private bool MayLook(CheckTarget target)
    {
        var switches = _switches.Current;
        return (switches.HealthCheckEnabled || (switches.HealthCheckWhiteList.Count > 0 && switches.HealthCheckWhiteList.Contains(target.Service.GroupedName)))
            && _ownership.Owns(target);
    }

    private void Start(CheckTarget target, CheckLane lane)
    {
        TellWhenLate(_clock.NowMs - target.DueMs);
        Interlocked.Increment(ref _underWay);
        _ = LookAsync(target, lane); // counted, and never fails: see there
    }

    private async Task LookAsync(CheckTarget target, CheckLane lane)
    {
        try
        {
            var startedMs = _clock.NowMs;
            var started = _clock.Time.GetTimestamp();
            var outcome = await ProbeAsync(target);
            LooksOf(target.Checker).Record(_clock.Time.GetElapsedTime(started));
            lane.Leave();
            if (target.Retired) return;
            var switches = _switches.Current;
            if (target.Judge(outcome, switches.CheckTimes) is { } healthy && MayLook(target)) _reports.Add(target, healthy, outcome.Why);
            var tookMs = _clock.Time.GetElapsedTime(started).TotalMilliseconds;
            target.IntervalMs = CheckIntervals.Next(target.IntervalMs, outcome.Pace, tookMs, CheckIntervals.BoundsOf(target.Checker, switches));
            _queue.Add(target, startedMs + target.IntervalMs);
        }
        finally
        {
            Land();
        }
    }

    private Timing LooksOf(HealthChecker checker) => checker switch
    {
        HttpChecker => _timings.HttpChecked,
        MySqlChecker => _timings.MySqlChecked,
        _ => _timings.TcpChecked,
    };

    private async ValueTask<ProbeOutcome> ProbeAsync(CheckTarget target)
    {
        var probe = _probes[target.Checker.Type]; // every checker but NONE has one, and that is never in the queue
        var deadline = _deadlines.Rent(probe.Patience);
        try
        {
            return await probe.ProbeAsync(target, deadline);
        }
        catch (OperationCanceledException) when (deadline.Token.IsCancellationRequested)
        {
            return ProbeOutcome.TimedOut;
        }
        catch (Exception e)
        {
            // A bug, and no fault of the target; it must not end the checks of all others.
            LogProbeFailed(e, target.Checker.Type, target.Ip, target.CheckPort);
            return ProbeOutcome.NotLooked("the check failed");
        }
        finally
        {
            _deadlines.Return(deadline);
        }
    }

    private void Land()
    {
        if (Interlocked.Decrement(ref _underWay) == 0) _landed.TrySetResult();
    }

    private void TellWhenLate(long lateMs)
    {
        if (lateMs < LateMs || (_toldAt is { } at && _clock.Time.GetElapsedTime(at) < ToldEvery)) return;
        _toldAt = _clock.Time.GetTimestamp();
        LogLate(lateMs, _queue.Count);
    }

    [LoggerMessage(EventId = 1315, Level = LogLevel.Warning, Message = "Health checks start {LateMs} ms late, with {Count} more in the queue: they are too many for this node, or batata.naming.health-check.concurrency is too small")]
    private partial void LogLate(long lateMs, int count);

    [LoggerMessage(EventId = 1316, Level = LogLevel.Error, Message = "The {Type} check of {Ip}:{Port} failed by itself")]
    private partial void LogProbeFailed(Exception exception, string type, string ip, int port);
}
