using Batata.Application.Naming;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Naming;

/// <summary>Runs what keeps the registry in order, each at its interval, on one timer.</summary>
internal sealed partial class NamingCaretaker : BackgroundService
{
    private static readonly TimeSpan EmptyServiceFirst = TimeSpan.FromSeconds(30);

    /// <summary>A tick may come a moment early; it must not be taken for one too many.</summary>
    private static readonly TimeSpan HalfAStep = BeatSweep.Period / 2;

    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Chore[] _chores;

    public NamingCaretaker(
        BeatSweep beats,
        EmptyServiceSweep emptyServices,
        MetadataSweep metadata,
        RegistryClock clock,
        IOptions<NamingOptions> options,
        ILogger<NamingCaretaker> logger)
    {
        (_time, _logger) = (clock.Time, logger);
        var now = _time.GetTimestamp();
        var metadataInterval = TimeSpan.FromMilliseconds(options.Value.ExpiredMetadataIntervalMs);
        _chores =
        [
            new Chore("beats", Inline(beats.Run), BeatSweep.Period, now, BeatSweep.Period),
            new Chore("empty services", Inline(emptyServices.Run), TimeSpan.FromMilliseconds(options.Value.EmptyServiceIntervalMs), now, EmptyServiceFirst),
            new Chore("expired metadata", metadata.RunAsync, metadataInterval, now, metadataInterval),
        ];
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BeatSweep.Period, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await TickAsync(stoppingToken);
    }

    /// <summary>Runs what is due.</summary>
    internal async Task TickAsync(CancellationToken cancellationToken)
    {
        foreach (var chore in _chores)
        {
            if (_time.GetElapsedTime(chore.LastRun) >= chore.Wait - HalfAStep) await RunAsync(chore, cancellationToken);
        }
    }

    private static Func<CancellationToken, Task> Inline(Action run) => _ =>
    {
        run();
        return Task.CompletedTask;
    };

    /// <summary>One that fails is a bug, but the others must go on: without them no dead instance ever goes.</summary>
    private async Task RunAsync(Chore chore, CancellationToken cancellationToken)
    {
        chore.LastRun = _time.GetTimestamp();
        chore.Wait = chore.Interval;
        try
        {
            await chore.Run(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e, chore.Name);
        }
    }

    private sealed class Chore(string name, Func<CancellationToken, Task> run, TimeSpan interval, long start, TimeSpan first)
    {
        public string Name => name;

        public Func<CancellationToken, Task> Run => run;

        public TimeSpan Interval => interval;

        public long LastRun { get; set; } = start;

        public TimeSpan Wait { get; set; } = first;
    }

    [LoggerMessage(EventId = 1302, Level = LogLevel.Error, Message = "Naming could not see to its {Chore}")]
    private partial void LogFailed(Exception exception, string chore);
}
