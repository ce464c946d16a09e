using Batata.Domain.Agents;
using Batata.Infrastructure.Agents.Checks;

namespace Batata.Infrastructure.Tests.Agents.Checks;

public sealed class ThresholdsTests
{
    [Fact]
    public void WithoutCounts_EveryResultCounts()
    {
        var thresholds = new Thresholds(CheckDefinition.None);
        Assert.Equal((string?[])["passing", "critical", "warning", "passing"], Judge(thresholds, "passing", "critical", "warning", "passing"));
    }

    [Theory]
    [InlineData("passing")]
    [InlineData("critical")]
    public void TheFirstResult_CountsAtOnce(string first)
    {
        var thresholds = new Thresholds(new CheckDefinition { SuccessBeforePassing = 50, FailuresBeforeWarning = 20, FailuresBeforeCritical = 50 });
        Assert.Equal(first, thresholds.Judge(first));
    }

    [Fact]
    public void LaterOnes_TakeTheirCount()
    {
        var thresholds = new Thresholds(new CheckDefinition { SuccessBeforePassing = 4, FailuresBeforeWarning = 2, FailuresBeforeCritical = 5 });
        Assert.Equal((string?[])["passing"], Judge(thresholds, "passing"));
        Assert.Equal((string?[])[null, "warning", "warning", "warning", "critical", "critical"], Judge(thresholds, [.. Enumerable.Repeat("critical", 6)]));
        Assert.Equal((string?[])[null, null, null, "passing"], Judge(thresholds, [.. Enumerable.Repeat("passing", 4)]));
    }

    [Fact]
    public void WarningCount_IsTheCriticalOne_WhenLeftOut()
    {
        var thresholds = new Thresholds(new CheckDefinition { FailuresBeforeCritical = 3 });
        Assert.Equal((string?[])["passing", null, null, "critical"], Judge(thresholds, "passing", "critical", "critical", "critical"));
    }

    [Fact]
    public void OneResultBetween_StartsTheCountAnew()
    {
        var thresholds = new Thresholds(new CheckDefinition { FailuresBeforeCritical = 2 });
        Assert.Equal((string?[])["passing", null, "passing", null, "critical"], Judge(thresholds, "passing", "critical", "passing", "critical", "critical"));
    }

    private static List<string?> Judge(Thresholds thresholds, params string[] results) => results.Select(thresholds.Judge).ToList();
}
