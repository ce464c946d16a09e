namespace Batata.Api.Nacos.Push;

/// <summary>Where a poll stands in a wheel. Guarded by the wheel.</summary>
internal sealed class WheelPlace
{
    public int Slot { get; set; } = -1;

    public long Tick { get; set; }

    public LongPoll? Previous { get; set; }

    public LongPoll? Next { get; set; }
}

/// <summary>
/// One timer for all polls: a ring of slots of 100 ms, each with the polls that end then or a whole turn later. Adding and removing cost the same for
/// ten polls and for a hundred thousand. Safe for any thread.
/// </summary>
internal sealed class TimerWheel : IDisposable
{
    private static readonly TimeSpan TickLength = TimeSpan.FromMilliseconds(100);
    private const int Slots = 512;

    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly LongPoll?[] _slots = new LongPoll?[Slots];
    private readonly Lock _lock = new();
    private readonly ITimer _timer;
    private long _tick;

    public TimerWheel(TimeProvider time)
    {
        _time = time;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(static wheel => ((TimerWheel)wheel!).Turn(), this, TickLength, TickLength);
    }

    public int Count { get; private set; }

    /// <summary>The poll is answered with nothing when the time is over: never earlier, and at most two ticks later.</summary>
    public void Add(LongPoll poll, TimeSpan after)
    {
        var tick = ((_time.GetElapsedTime(_start) + after).Ticks / TickLength.Ticks) + 1;
        lock (_lock)
        {
            var place = poll.Place;
            (place.Tick, place.Slot) = (tick, (int)(tick % Slots));
            place.Next = _slots[place.Slot];
            if (place.Next is { } next) next.Place.Previous = poll;
            _slots[place.Slot] = poll;
            Count++;
        }
    }

    /// <summary>Does nothing when it is not there any more.</summary>
    public void Remove(LongPoll poll)
    {
        lock (_lock) Unlink(poll);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Ends all waits now: the server stops.</summary>
    public void AnswerAll()
    {
        lock (_lock)
        {
            foreach (var first in _slots) Answer(first, long.MaxValue);
        }
    }

    private void Turn()
    {
        var now = Now();
        lock (_lock)
        {
            // A late timer must not skip slots; after a whole turn every slot was seen.
            for (var i = 0; _tick <= now && i < Slots; _tick++, i++) Answer(_slots[_tick % Slots], now);
            _tick = now + 1;
        }
    }

    private void Answer(LongPoll? poll, long until)
    {
        while (poll is not null)
        {
            var next = poll.Place.Next;
            if (poll.Place.Tick <= until)
            {
                Unlink(poll);
                poll.TryAnswer(null);
            }
            poll = next;
        }
    }

    private void Unlink(LongPoll poll)
    {
        var place = poll.Place;
        if (place.Slot < 0) return;
        if (place.Previous is { } previous) previous.Place.Next = place.Next;
        else _slots[place.Slot] = place.Next;
        if (place.Next is { } next) next.Place.Previous = place.Previous;
        (place.Slot, place.Previous, place.Next) = (-1, null, null);
        Count--;
    }

    private long Now() => _time.GetElapsedTime(_start).Ticks / TickLength.Ticks;
}
