using System.Globalization;

namespace Batata.Benchmarks;

/// <summary>The expected values: lines of a name and a number of bytes in <c>allocations.txt</c>; what follows <c>#</c> says why.</summary>
public static class AllocationBudgets
{
    private static readonly char[] Blanks = [' ', '\t'];

    public static IReadOnlyDictionary<string, long> Load()
    {
        var budgets = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "allocations.txt")))
        {
            var words = line.Split('#')[0].Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (words.Length != 2) throw new FormatException($"allocations.txt: not a name and a number: {line}");
            budgets.Add(words[0], long.Parse(words[1], NumberStyles.None, CultureInfo.InvariantCulture));
        }
        return budgets;
    }
}
