using System.Text.RegularExpressions;

namespace Batata.Architecture.Tests;

/// <summary>What the documents point at exists: files behind links, and in designs and decisions the types in backticks.</summary>
public sealed partial class DocumentTests
{
    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true };

    // Of packages, and named because nothing here is one.
    private static readonly string[] NotOurs = ["IStreamRequest"];

    private static readonly string[] DocumentFolders = ["docs", "src", "tests", "benchmarks"];
    private static readonly string[] SourceFolders = ["src", "tests", "benchmarks", "proto"];

    [Fact]
    public void Links_LeadToFiles()
    {
        var links = Documents().SelectMany(static d => Link().Matches(File.ReadAllText(d)), static (d, m) => (Document: d, Target: m.Groups[1].Value)).ToList();

        Assert.NotEmpty(links);
        Assert.DoesNotContain(links, static l => !Path.Exists(Path.Combine(Path.GetDirectoryName(l.Document)!, l.Target)));
    }

    [Fact]
    public void Types_InDesignsAndDecisions_AreInTheSources()
    {
        var words = Sources().SelectMany(static s => Word().Matches(File.ReadAllText(s)), static (_, m) => m.Value).Concat(NotOurs).ToHashSet(StringComparer.Ordinal);
        var named = Documents().Where(static d => Path.GetFileName(d) == "DESIGN.md" || d.Contains($"{Path.DirectorySeparatorChar}adr{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(static d => TypeInBackticks().Matches(File.ReadAllText(d)), static (d, m) => (Document: d, Type: m.Groups[1].Value)).ToList();

        Assert.NotEmpty(named);
        Assert.DoesNotContain(named, n => !words.Contains(n.Type));
    }

    private static IEnumerable<string> Documents() =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(DocumentFolders.SelectMany(static f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*.md", Everywhere)))
            .Where(static d => !IsBuilt(d));

    private static IEnumerable<string> Sources() => SourceFolders
        .SelectMany(static f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*", Everywhere))
        .Where(static s => !IsBuilt(s) && Path.GetExtension(s) is ".cs" or ".proto" or ".csproj" or ".sql");

    private static bool IsBuilt(string path) =>
        path.Split(Path.DirectorySeparatorChar).Any(static part => part is "bin" or "obj" or "node_modules");

    [GeneratedRegex(@"\]\((?!\w+:|#)([^)#\s]+)")]
    private static partial Regex Link();

    // `Name`, `Name.Member`, `Name<T>`, `Name(…)`: a word with a small letter that begins with a capital one.
    [GeneratedRegex(@"`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\.\w+)*(?:<[^`]*>)?(?:\([^`]*\))?`")]
    private static partial Regex TypeInBackticks();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
