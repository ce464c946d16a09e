using System.Xml.Linq;

namespace Batata.Architecture.Tests;

/// <summary><c>docs/dependencies.md</c> names each package once, with the version that is built with, a licence and a reason.</summary>
public sealed class DependencyListTests
{
    [Fact]
    public void List_NamesEveryPackageWithItsVersion()
    {
        var packages = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .Select(static p => $"{p.Attribute("Include")!.Value} {p.Attribute("Version")!.Value}").Order(StringComparer.Ordinal);
        var rows = File.ReadLines(Path.Combine(Repository.Root, "docs", "dependencies.md"))
            .TakeWhile(static l => !l.StartsWith("## Outside", StringComparison.Ordinal))
            .Where(static l => l.StartsWith("| ", StringComparison.Ordinal) && !l.StartsWith("| Package ", StringComparison.Ordinal))
            .Select(static l => l.Split('|', StringSplitOptions.TrimEntries))
            .ToList();

        Assert.Equal(packages, rows.Select(static r => $"{r[1]} {r[2]}").Order(StringComparer.Ordinal));
        Assert.All(rows, static r => Assert.All(r[3..5], Assert.NotEmpty));
    }
}
