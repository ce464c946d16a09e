namespace Batata.Application.Telemetry;

/// <summary>Tells once that another week began: on Monday, by the clock on the wall. For one caller at a time. Protocol source: Nacos 3.1 <c>NamingDynamicMeterRefreshService</c>.</summary>
public sealed class WeekTurn(TimeProvider time)
{
    private const int DaysOfAWeek = 7;

    private int _week = WeekOf(time);

    public bool Turned()
    {
        var week = WeekOf(time);
        if (week == _week) return false;
        _week = week;
        return true;
    }

    /// <summary>Day 0 of that calendar was a Monday.</summary>
    private static int WeekOf(TimeProvider time) => DateOnly.FromDateTime(time.GetLocalNow().DateTime).DayNumber / DaysOfAWeek;
}
