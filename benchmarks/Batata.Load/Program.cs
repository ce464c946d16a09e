using System.Text;
using Batata.Load;
using Batata.Load.Drivers;
using Batata.Load.Measures;
using Batata.Load.Reporting;
using Batata.Load.Servers;

IMeasure[] measures =
[
    new GetHot(), new GetMany(), new GrpcQuery(), new ListHot(), new GrpcRegister(), new FanOut(), new Publish(), new Start(), new Memory(), new ConfigScale(), new NamingScale(),
    new RegistrySync(), new KeyGet(), new KeyPut(), new KeyBlocking(), new HealthService(), new ClusterPublish(),
];
string[] names = [.. measures.Select(measure => measure.Name)];
using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true; // The servers are stopped on the way out.
    stop.Cancel();
};
try
{
    var options = LoadOptions.Parse(args, names);
    if (options.ShowHelp)
    {
        Console.WriteLine(LoadOptions.Help(names));
        return 0;
    }
    return await RunAsync(options, stop.Token);
}
catch (LoadException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}
catch (OperationCanceledException) when (stop.IsCancellationRequested)
{
    return 130;
}

async Task<int> RunAsync(LoadOptions options, CancellationToken cancellationToken)
{
    Wrk.Check();
    var repository = Publisher.FindRepository();
    var publisher = new Publisher(repository);
    if (options.Publish) await publisher.PublishAsync(cancellationToken);
    publisher.Check();

    var report = new Report(await Machine.LookAsync(repository, cancellationToken), options);
    using var rig = new Rig(publisher, options);
    await using (var bench = new Bench(options, rig, new Wrk(publisher.OutputFolder), report))
    {
        foreach (var measure in measures.Where(measure => options.Only.Count == 0 || options.Only.Contains(measure.Name)))
        {
            Console.Error.WriteLine($"{measure.Name} …");
            await measure.RunAsync(bench, cancellationToken);
        }
    }
    Console.OutputEncoding = Encoding.UTF8;
    Console.WriteLine(report.ToMarkdown());
    if (options.MarkdownPath is { } markdown) await File.WriteAllTextAsync(markdown, report.ToMarkdown(), cancellationToken);
    if (options.JsonPath is { } json) await File.WriteAllTextAsync(json, report.ToJson(), cancellationToken);
    return options.Strict && !report.AllMet ? 1 : 0;
}
