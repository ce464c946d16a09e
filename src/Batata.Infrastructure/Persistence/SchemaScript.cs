using System.Globalization;

namespace Batata.Infrastructure.Persistence;

/// <summary>
/// One step of the schema. Most only add, so that a release that does not know them works on with what it knows; the others wait until all nodes have the
/// release that brings them. Why: docs/adr/0014-schema-and-releases.md.
/// </summary>
/// <param name="Level">Feature level of the cluster with which it is run; 0 for one that only adds, which is run at once.</param>
internal sealed record SchemaScript(string Sql, int Level = 0)
{
    /// <summary>First line of a script that does more than add: <c>-- with level 3</c>.</summary>
    private const string LevelMark = "-- with level ";

    public bool OnlyAdds => Level == 0;

    public static SchemaScript Parse(string text)
    {
        var first = text.AsSpan(0, text.AsSpan().IndexOf('\n') is var end and >= 0 ? end : text.Length).Trim();
        return new(text, first.StartsWith(LevelMark, StringComparison.Ordinal) ? int.Parse(first[LevelMark.Length..], CultureInfo.InvariantCulture) : 0);
    }

    /// <summary>The embedded ones of this release: <c>Migrations/sqlite/V{n}__*.sql</c>, numbered without gaps.</summary>
    public static IReadOnlyList<SchemaScript> OfThisRelease { get; } = Find();

    private static List<SchemaScript> Find()
    {
        const string marker = ".Migrations.sqlite.V";
        var found = new SortedDictionary<int, string>();
        foreach (var name in typeof(SchemaScript).Assembly.GetManifestResourceNames())
        {
            var at = name.IndexOf(marker, StringComparison.Ordinal);
            if (at < 0) continue;
            var digits = name.AsSpan(at + marker.Length);
            found.Add(int.Parse(digits[..digits.IndexOf("__")], CultureInfo.InvariantCulture), name);
        }
        if (found.Count == 0 || found.Keys.Last() != found.Count) throw new InvalidOperationException("The migration scripts are not numbered 1, 2, 3…");
        return [.. found.Values.Select(static name => Parse(Load(name)))];
    }

    private static string Load(string resource)
    {
        using var reader = new StreamReader(typeof(SchemaScript).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
