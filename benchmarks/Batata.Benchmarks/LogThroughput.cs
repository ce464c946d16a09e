using System.Diagnostics;
using System.Globalization;
using Batata.Application;
using Batata.Application.Abstractions;
using Batata.Benchmarks.HotPaths;
using Batata.Domain.Configs;
using Batata.Infrastructure;
using Batata.Infrastructure.Cluster;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Batata.Benchmarks;

/// <summary>The write path without a front: publishes a second through the log of one node, by number of proposers.</summary>
internal static class LogThroughput
{
    private const int Keys = 1000;
    private static readonly int[] Proposers = [1, 16, 64, 256];
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(3);

    public static async Task RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("batata-benchmarks-");
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddBatataApplication().AddBatataInfrastructure().Configure<ClusterOptions>(o => o.DataPath = folder.FullName);
        try
        {
            using var host = builder.Build();
            await host.StartAsync();
            var log = host.Services.GetRequiredService<IReplicatedLog>();
            await RunAsync(log, Proposers[^1]); // warms up
            foreach (var proposers in Proposers)
            {
                var cpu = Environment.CpuUsage.TotalTime;
                var (rate, done) = await RunAsync(log, proposers);
                var each = (Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / done;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{proposers,4} proposers {rate,9:#,0} entries/s {each,5:0} µs of processor time each"));
            }
            await host.StopAsync();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<(double Rate, int Done)> RunAsync(IReplicatedLog log, int proposers)
    {
        var done = 0;
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, proposers).Select(proposer => Task.Run(async () =>
        {
            for (var number = proposer; Stopwatch.GetElapsedTime(since) < Slice; number += proposers)
            {
                var key = ConfigKey.Of(string.Create(CultureInfo.InvariantCulture, $"application-{number % Keys}.yml"), "DEFAULT_GROUP", "");
                var content = number.ToString(CultureInfo.InvariantCulture).PadRight(1024, 'x');
                var outcome = await log.ProposeAsync(StateFixture.Entry(key, content), CancellationToken.None);
                if (!outcome.Ok) throw new InvalidOperationException($"The publish was refused: {outcome.Failure}");
                Interlocked.Increment(ref done);
            }
        })));
        return (done / Stopwatch.GetElapsedTime(since).TotalSeconds, done);
    }
}
