using System.Diagnostics;
using System.Reflection;
using Xunit.Abstractions;

namespace Batata.Benchmarks.Tests;

/// <summary>The gate: a hot path that allocates more than its line in <c>allocations.txt</c> says fails the build.</summary>
public sealed class AllocationTests(ITestOutputHelper output)
{
    /// <summary>Bytes, or one percent of a large number: objects have no fixed size across patch releases of the runtime. More than this is a change of ours.</summary>
    private const long Tolerance = 16;

    public static TheoryData<string> Names => [.. HotPathCatalogue.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void HotPath_AllocatesNoMoreThanExpected(string name)
    {
        var expected = AllocationBudgets.Load()[name];
        using var path = HotPathCatalogue.Make(name);

        var measured = AllocationMeter.BytesPerRun(path);

        output.WriteLine($"{name}: {measured} bytes, expected {expected}");
        Assert.True(measured <= LimitFor(expected), $"{name} allocates {measured} bytes a run, expected {expected}: see allocations.txt.");
    }

    [Fact]
    public void Budgets_AreOfHotPathsThatExist() =>
        Assert.Equal(HotPathCatalogue.Names.Order(StringComparer.Ordinal), AllocationBudgets.Load().Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Meter_CountsWhatIsAllocated()
    {
        using var path = new HotPath("array", static () => GC.KeepAlive(new byte[1000]));

        Assert.InRange(AllocationMeter.BytesPerRun(path), 1000, 1100);
    }

    /// <summary>Zero is zero. Unoptimised builds make objects of state machines and closures that optimised ones do not; the numbers are not of them.</summary>
    private static long LimitFor(long expected)
    {
        if (typeof(HotPath).Assembly.GetCustomAttribute<DebuggableAttribute>() is { IsJITOptimizerDisabled: true }) return 3 * expected + 1024;
        return expected == 0 ? 0 : expected + Math.Max(Tolerance, expected / 100);
    }
}
