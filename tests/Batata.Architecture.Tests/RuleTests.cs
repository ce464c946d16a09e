using System.Xml.Linq;
using NetArchTest.Rules;

namespace Batata.Architecture.Tests;

public sealed class RuleTests
{
    public static TheoryData<string> Names => new(Rules.All.Select(static r => r.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_IsKept(string name)
    {
        var rule = Of(name);
        Assert.Empty(rule.Offenders(Types.InAssemblies(rule.Holds)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Rule_CanFail(string name)
    {
        var rule = Of(name);
        Assert.Contains(rule.Counterexample.FullName, rule.Offenders(Types.InAssembly(typeof(RuleTests).Assembly)));
    }

    [Fact]
    public void Domain_RefersToTheFrameworkOnly()
    {
        Assert.Empty(Foreign(Layers.Domain));
        Assert.NotEmpty(Foreign(Layers.Application));
    }

    private static IEnumerable<string> Foreign(System.Reflection.Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(static a => a.Name!).Where(static n => n != "System" && !n.StartsWith("System.", StringComparison.Ordinal));

    // An unused package leaves no reference in the assembly, so the project file is read as well.
    [Fact]
    public void Domain_HasNoPackagesAndNoProjects()
    {
        Assert.Empty(Demands("Batata.Domain"));
        Assert.NotEmpty(Demands("Batata.Application"));
    }

    private static IEnumerable<XElement> Demands(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"))
            .Descendants().Where(static e => e.Name.LocalName is "PackageReference" or "ProjectReference" or "FrameworkReference");

    private static Rule Of(string name) => Rules.All.Single(r => r.Name == name);
}
