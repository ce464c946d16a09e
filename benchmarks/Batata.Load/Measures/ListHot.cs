using System.Globalization;
using Batata.Load.Drivers;
using Batata.Load.Reporting;

namespace Batata.Load.Measures;

/// <summary><c>instance/list</c> of one service, asked as Java clients of 1.x ask; the baseline answers the same bytes.</summary>
internal sealed class ListHot : IMeasure
{
    private const int Hosts = 5;

    /// <summary>Longer than the measure, for nobody beats.</summary>
    private const string Metadata = "%7B%22preserved.heart.beat.timeout%22%3A%22600000%22%2C%22preserved.ip.delete.timeout%22%3A%22600000%22%7D";

    private const string List =
        "/nacos/v1/ns/instance/list?namespaceId=public&clusters=&udpPort=0&clientIP=10.1.1.9&healthyOnly=false&app=unknown&serviceName=DEFAULT_GROUP%40%40hot";

    public string Name => "list-hot";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        var options = bench.Options;
        var pair = await bench.PairAsync(cancellationToken);
        var before = await PlainHttp.TellAsync(pair.Baseline, PlainHttp.Get("/"), cancellationToken);
        for (var i = 1; i <= Hosts; i++)
            await PlainHttp.TellAsync(pair.Batata, PlainHttp.Send("POST", $"/nacos/v1/ns/instance?serviceName=hot&ip=10.1.1.{i}&port=80&metadata={Metadata}", ""), cancellationToken);
        var answer = await PlainHttp.TellAsync(pair.Batata, PlainHttp.Get(List), cancellationToken);
        await PlainHttp.TellAsync(pair.Baseline, PlainHttp.Send("PUT", "/", answer), cancellationToken);
        var (baseline, batata) = await bench.AlternateAsync(
            server => bench.Wrk.RunAsync(server.Http, List, options.Connections, options.Seconds, cancellationToken), cancellationToken);
        await PlainHttp.TellAsync(pair.Baseline, PlainHttp.Send("PUT", "/", before), cancellationToken);
        var title = string.Create(CultureInfo.InvariantCulture, $"instance/list, {Hosts} instances, {options.Connections} connections");
        bench.Report.Add(new Figure(Name, title, "req/s", baseline, batata, Target.RatioAtLeast(0.80)));
    }
}
