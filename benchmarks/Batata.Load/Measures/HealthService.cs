using System.Globalization;
using Batata.Load.Drivers;
using Batata.Load.Reporting;

namespace Batata.Load.Measures;

/// <summary><c>/v1/health/service</c> of a service with ten instances, each with a check.</summary>
internal sealed class HealthService : IMeasure
{
    private const int Instances = 10;

    public string Name => "health-service";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var pair = await bench.PairAsync(cancellationToken);
        for (var i = 1; i <= Instances; i++)
        {
            var node = string.Create(CultureInfo.InvariantCulture, $$$"""
                {"Node":"machine-{{{i}}}","Address":"10.2.0.{{{i}}}","Service":{"Service":"web","Port":80,"Tags":["v1","blue"],"Meta":{"version":"1.2.3"}},
                "Checks":[{"CheckID":"up","Name":"up","Status":"passing"},{"CheckID":"web","Name":"web answers","ServiceID":"web","Status":"passing","Output":"200 OK"}]}
                """);
            await PlainHttp.TellAsync(pair.Batata, PlainHttp.Send("PUT", "/v1/catalog/register", node), cancellationToken);
        }
        await SameBytes.MeasureAsync(bench, Name, $"health of a service, {Instances} instances", "/v1/health/service/web", Target.RatioAtLeast(0.6), cancellationToken);
    }
}
