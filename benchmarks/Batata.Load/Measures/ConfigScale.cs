using System.Diagnostics;
using System.Globalization;
using System.Text;
using Batata.Load.Drivers;
using Batata.Load.Reporting;
using Batata.Load.Servers;

namespace Batata.Load.Measures;

/// <summary>
/// Many configs of 1 KiB: start to the first answer, resident memory, pages of blur searches one after the other, resident memory after them and
/// after every config was read once.
/// </summary>
internal sealed class ConfigScale : IMeasure
{
    private const int Starts = 3;
    private const int Searches = 500;
    private const int Readers = 16;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    public string Name => "config-scale";

    public async Task RunAsync(Bench bench, CancellationToken cancellationToken)
    {
        await bench.EndPairAsync();
        var (rig, configs) = (bench.Rig, bench.Options.ScaleConfigs);
        var data = rig.NewDataFolder();
        await using (var batata = await rig.StartBatataAsync(data, cancellationToken)) await ConfigLoader.FillAsync(batata.Http, configs, cancellationToken);
        var starts = new double[Starts];
        for (var i = 0; i < Starts; i++)
        {
            await using var batata = await rig.StartBatataAsync(data, cancellationToken);
            starts[i] = batata.StartedIn.TotalSeconds;
        }
        await using var server = await rig.StartBatataAsync(data, cancellationToken);
        var idle = await ReadAsync(server, cancellationToken);
        await SearchAsync(server, configs, Searches, cancellationToken); // warms up
        var times = await SearchAsync(server, configs, Searches, cancellationToken);
        var searched = await ReadAsync(server, cancellationToken);
        await ReadAllAsync(server, configs, cancellationToken);
        var read = await ReadAsync(server, cancellationToken);

        bench.Report.Add(new Figure(Name, $"start to first answer, {configs} configs", "s", [], starts, Target.AtMost(2)));
        bench.Report.Add(new Figure(Name, $"resident, started with {configs} configs", "MB", [], [idle], Target.AtMost(250)));
        bench.Report.Add(new Figure(Name, "page of 20 of a blur search, p50", "ms", [], [times[times.Length / 2]]));
        bench.Report.Add(new Figure(Name, "page of 20 of a blur search, p99", "ms", [], [times[(int)(times.Length * 0.99)]], Target.AtMost(50)));
        bench.Report.Add(new Figure(Name, $"resident, after {2 * Searches} searches", "MB", [], [searched], Target.AtMost(250)));
        bench.Report.Add(new Figure(Name, "resident, after every config was read", "MB", [], [read], Target.AtMost(250)));
    }

    /// <returns>Milliseconds of each, in order of size.</returns>
    private static async Task<double[]> SearchAsync(Server server, int configs, int count, CancellationToken cancellationToken)
    {
        using var connection = await HttpConnection.OpenAsync(server.Http, cancellationToken);
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var (pattern, page) = (i % 4) switch
            {
                0 => ("*", 1 + (i * 7 % (configs / 20))), // everything, deep inside
                1 => ($"*{i % 100}*", 1 + (i % 3)),
                2 => ($"key-{i}*", 1),
                _ => ($"*-*{i % 10}", 1),
            };
            var request = Encoding.ASCII.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"GET /nacos/v3/admin/cs/config/list?search=blur&dataId={pattern}&groupName=&pageNo={page}&pageSize=20 HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            var since = Stopwatch.GetTimestamp();
            var answer = await connection.SendAsync(request, cancellationToken);
            times[i] = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
            if (answer.Status != 200) throw new LoadException($"A search was answered {answer.Status}: {answer.Body}");
        }
        Array.Sort(times);
        return times;
    }

    private static async Task ReadAllAsync(Server server, int configs, CancellationToken cancellationToken)
    {
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Readers).Select(async _ =>
        {
            using var connection = await HttpConnection.OpenAsync(server.Http, cancellationToken);
            for (var number = Interlocked.Increment(ref next); number < configs; number = Interlocked.Increment(ref next))
                await connection.SendAsync(HttpRequests.Get(HttpRequests.KeyName(number)), cancellationToken);
        }));
    }

    private static async Task<double> ReadAsync(Server server, CancellationToken cancellationToken)
    {
        await Task.Delay(Settle, cancellationToken);
        return await server.ResidentBytesAsync(cancellationToken) / 1e6;
    }
}
