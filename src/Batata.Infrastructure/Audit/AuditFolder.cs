using System.Globalization;
using Batata.Application.Audit;
using Batata.Infrastructure.Cluster;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Audit;

/// <summary>The files: <c>audit-DATE-NUMBER.jsonl</c>, one or more a day in UTC, whose names sort by age.</summary>
internal sealed class AuditFolder(IOptions<AuditOptions> options, IOptions<ClusterOptions> cluster)
{
    private const string Prefix = "audit-";
    private const string Suffix = ".jsonl";
    private const string DateFormat = "yyyyMMdd";

    public string Path { get; } = options.Value.Path ?? System.IO.Path.Combine(cluster.Value.DataPath, "audit");

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<(string File, DateOnly Day, int Number)> All()
    {
        if (!Directory.Exists(Path)) return [];
        return [.. Directory.EnumerateFiles(Path, Prefix + "*" + Suffix).Select(Parse).Where(static file => file.Day != default).OrderBy(static file => (file.Day, file.Number))];
    }

    public string FileOf(DateOnly day, int number) =>
        System.IO.Path.Combine(Path, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{day.ToString(DateFormat, CultureInfo.InvariantCulture)}-{number:D4}{Suffix}"));

    /// <summary>Removes what is too old, and the oldest while there is too much. Never the newest.</summary>
    public void Clean(DateOnly today)
    {
        var files = All();
        var total = files.Sum(static file => new FileInfo(file.File).Length);
        var oldest = today.AddDays(-options.Value.RetentionDays);
        foreach (var (file, day, _) in files.SkipLast(1))
        {
            if (day >= oldest && total <= options.Value.MaxTotalBytes) continue;
            total -= new FileInfo(file).Length;
            File.Delete(file);
        }
    }

    private static (string File, DateOnly Day, int Number) Parse(string file)
    {
        var parts = System.IO.Path.GetFileNameWithoutExtension(file).Split('-');
        return parts is [_, var date, var number] && DateOnly.TryParseExact(date, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
            ? (file, day, parsed)
            : (file, default, 0);
    }
}
