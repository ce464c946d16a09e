using System.Diagnostics.Metrics;
using Batata.Application.Telemetry;

namespace Batata.Infrastructure.Telemetry;

/// <summary>Listens to the meters while somebody asks, and a minute longer.</summary>
internal sealed class MetricIntervals(BatataMeter meter, TimeProvider time) : IMetricIntervals, IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private MeterListener? _listener;
    private ITimer? _timer;
    private MetricSums _sums = new();
    private MetricInterval? _complete;
    private DateTimeOffset _startedAt;
    private long _askedAt;
    private TaskCompletionSource<MetricInterval> _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MetricInterval Latest()
    {
        lock (_gate)
        {
            Asked();
            return _complete ?? Read();
        }
    }

    public Task<MetricInterval> NextAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Asked();
            return _next.Task.WaitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        lock (_gate) Stop();
    }

    private void Asked()
    {
        _askedAt = time.GetTimestamp();
        if (_listener is not null) return;
        meter.Describe();
        _startedAt = StartOf(time.GetUtcNow());
        _listener = new MeterListener { InstrumentPublished = Listen };
        _listener.SetMeasurementEventCallback<byte>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<short>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<float>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
        // What was counted until now belongs to no interval.
        _listener.RecordObservableInstruments();
        _timer = time.CreateTimer(static self => ((MetricIntervals)self!).Turn(), this, _startedAt + Length - time.GetUtcNow(), Length);
    }

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name.StartsWith(BatataMeter.Name, StringComparison.Ordinal) || instrument.Meter.Name == BatataMeter.Runtime) listener.EnableMeasurementEvents(instrument);
    }

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Volatile.Read(ref _sums).Add(instrument, value, tags);

    private void Turn()
    {
        TaskCompletionSource<MetricInterval>? waited = null;
        MetricInterval? complete = null;
        lock (_gate)
        {
            if (_listener is null) return;
            complete = _complete = Read();
            _sums = _sums.Next();
            _startedAt = StartOf(time.GetUtcNow());
            (waited, _next) = (_next, new TaskCompletionSource<MetricInterval>(TaskCreationOptions.RunContinuationsAsynchronously));
            if (time.GetElapsedTime(_askedAt) > Patience) Stop();
        }
        waited.TrySetResult(complete);
    }

    private MetricInterval Read()
    {
        _listener?.RecordObservableInstruments();
        return _sums.Read(_startedAt, Length);
    }

    private void Stop()
    {
        _timer?.Dispose();
        _listener?.Dispose();
        (_timer, _listener, _complete, _sums) = (null, null, null, new MetricSums());
    }

    private static DateTimeOffset StartOf(DateTimeOffset at) => new(at.Ticks - (at.Ticks % Length.Ticks), TimeSpan.Zero);
}
