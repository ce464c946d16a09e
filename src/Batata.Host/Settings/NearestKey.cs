namespace Batata.Host.Settings;

/// <summary>The known word that a mistyped one was probably meant to be.</summary>
internal static class NearestKey
{
    /// <returns>Null when nothing is near: more than one letter in three would have to change.</returns>
    public static string? Find(string word, IEnumerable<string> known)
    {
        var relaxed = RelaxedKey.Of(word);
        string? nearest = null;
        var best = Math.Max(1, relaxed.Length / 3) + 1;
        foreach (var candidate in known)
        {
            var distance = Distance(relaxed, RelaxedKey.Of(candidate));
            if (distance >= best) continue;
            best = distance;
            nearest = candidate;
        }
        return nearest;
    }

    /// <summary>Letters to insert, drop, replace, or swap with their neighbour (optimal string alignment).</summary>
    internal static int Distance(string a, string b)
    {
        var twoAbove = new int[b.Length + 1];
        var above = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) above[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(above[j], row[j - 1]) + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = Math.Min(row[j], twoAbove[j - 2] + 1);
            }
            (twoAbove, above, row) = (above, row, twoAbove);
        }
        return above[b.Length];
    }
}
