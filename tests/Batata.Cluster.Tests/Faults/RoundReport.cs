using System.Globalization;
using System.Text;
using Batata.Cluster.Tests.Faults.Load;

namespace Batata.Cluster.Tests.Faults;

/// <summary>A line of the table of rounds.</summary>
internal sealed record RoundReport(int Round, string Fault)
{
    public string Notes { get; init; } = "";

    public double Seconds { get; init; }

    /// <summary>Plain writes that were acknowledged.</summary>
    public int Written { get; init; }

    /// <summary>Plain writes that were surely not done.</summary>
    public int Refused { get; init; }

    public int Unknown { get; init; }

    public (int Taken, int Refused, int Unknown) Replaced { get; init; }

    /// <summary>The same of Consul's keys.</summary>
    public (int Taken, int Refused, int Unknown) Keys { get; init; }

    /// <summary>Times that a lock was taken.</summary>
    public int Locks { get; init; }

    /// <summary>The same of keys of Consul, by sessions.</summary>
    public int SessionLocks { get; init; }

    public IReadOnlyList<TimeSpan> FailOvers { get; init; } = [];

    /// <summary>How long the last listener or subscriber waited for the last value.</summary>
    public TimeSpan Told { get; set; }

    public Absence AtHome { get; init; } = Absence.None;

    public Absence Anywhere { get; init; } = Absence.None;

    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>What the nodes said of themselves when something was wrong.</summary>
    public IReadOnlyList<string> Sights { get; init; } = [];

    public static string Table(IEnumerable<RoundReport> rounds)
    {
        var text = new StringBuilder("round  fault                     written refus unkn  cas ok/refus/unkn  keys ok/refus/unkn  locks  by session  again s  told s  absent home/any s   took  what\n");
        foreach (var round in rounds)
        {
            var again = round.FailOvers.Count == 0 ? "" : round.FailOvers[0].TotalSeconds.ToString("F2", CultureInfo.InvariantCulture);
            text.Append(CultureInfo.InvariantCulture, $"{round.Round,5}  {round.Fault,-25} {round.Written,7} {round.Refused,5} {round.Unknown,4}  {round.Replaced.Taken,6}/{round.Replaced.Refused,5}/{round.Replaced.Unknown,4}  {round.Keys.Taken,7}/{round.Keys.Refused,5}/{round.Keys.Unknown,4}  {round.Locks,5}  {round.SessionLocks,10}  ");
            text.Append(CultureInfo.InvariantCulture, $"{again,7}  {round.Told.TotalSeconds,6:F2}  {round.AtHome.Length.TotalSeconds,8:F1}/{round.Anywhere.Length.TotalSeconds,6:F1}  {round.Seconds,5:F0}s  {round.Notes}\n");
            foreach (var problem in round.Problems) text.Append(CultureInfo.InvariantCulture, $"       ! {problem}\n");
        }
        return text.ToString();
    }
}
