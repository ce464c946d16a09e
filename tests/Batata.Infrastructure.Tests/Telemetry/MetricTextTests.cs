using Batata.Infrastructure.Telemetry;

namespace Batata.Infrastructure.Tests.Telemetry;

public sealed class MetricTextTests
{
    private const string Exported =
        """
        # TYPE http_seconds_count gauge
        # HELP http_seconds_count HTTP requests
        http_seconds_count{uri="/a"} 3
        # TYPE http_seconds_sum gauge
        # HELP http_seconds_sum HTTP requests
        http_seconds_sum{uri="/a"} 0.5
        # TYPE http_seconds_max gauge
        # HELP http_seconds_max the longest
        http_seconds_max{uri="/a"} 0.25
        # TYPE alone_count gauge
        # HELP alone_count no sum beside it
        alone_count 1
        # TYPE empty gauge
        # HELP empty nothing to show
        # EOF

        """;

    [Fact]
    public void Rewrite_PutsTheHelpFirstAndMakesSummaries()
    {
        const string expected =
            """
            # HELP alone_count no sum beside it
            # TYPE alone_count gauge
            alone_count 1
            # HELP http_seconds HTTP requests
            # TYPE http_seconds summary
            http_seconds_count{uri="/a"} 3
            http_seconds_sum{uri="/a"} 0.5
            # HELP http_seconds_max the longest
            # TYPE http_seconds_max gauge
            http_seconds_max{uri="/a"} 0.25

            """;
        Assert.Equal(expected, MetricText.Rewrite(Exported, openMetrics: false));
        Assert.Equal(expected + "# EOF\n", MetricText.Rewrite(Exported, openMetrics: true));
    }

    /// <summary>Two meters may have instruments of one name; a scraper refuses a page with the family twice.</summary>
    [Fact]
    public void Rewrite_JoinsFamiliesOfOneName()
    {
        var joined = MetricText.Rewrite("# TYPE a gauge\na{x=\"1\"} 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\na{x=\"2\"} 2\n", openMetrics: false);
        Assert.Equal("# HELP a \n# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 2\n# HELP b \n# TYPE b gauge\nb 1\n", joined);
    }
}
