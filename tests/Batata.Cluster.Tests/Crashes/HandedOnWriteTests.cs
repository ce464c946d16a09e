using System.Text.RegularExpressions;
using Batata.Cluster.Tests.Several;
using Batata.Testing;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>
/// The leader is killed while followers wait for what they handed to it. They hand it to the next one as well, and what the dead one had spread already
/// is in the log twice: it must take effect once.
/// </summary>
[Collection(SeveralNodes.Name)]
public sealed partial class HandedOnWriteTests(ITestOutputHelper output)
{
    private const int Kills = 4;
    private const int WritersOfAFollower = 8;
    private const int WritesBetween = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task LeaderKilledUnderWrites_EachAcknowledgedWriteIsAppliedOnce()
    {
        await using var cluster = await ClusterNodes.StartNewAsync();
        var writers = Enumerable.Range(0, 2 * WritersOfAFollower).Select(static i => new CountingWriter($"count.{i}")).ToList();
        var unanswered = 0;
        for (var kill = 0; kill < Kills; kill++) unanswered += await KillLeaderAsync(cluster, writers);

        using (var client = new HttpConfigClient(cluster[0])) await client.PublishAsync("level", "all");
        foreach (var node in cluster.Nodes)
        {
            using var client = new HttpConfigClient(node);
            await Wait.UntilAsync(async () => await client.FindAsync("level") is not null, $"{node.Address} to be level");
        }
        var logs = cluster.Logs();
        foreach (var node in cluster.Nodes) await node.KillAsync();
        output.WriteLine($"{writers.Sum(static writer => writer.Acknowledged.Count)} acknowledged, {writers.Sum(static writer => writer.Unknown.Count)} without an answer, {writers.Sum(static writer => writer.Refused.Count)} refused; {unanswered} writes went to the next leader");
        foreach (var complaint in writers.SelectMany(static writer => writer.Complaints)) output.WriteLine(complaint);
        var problems = cluster.Nodes.SelectMany(node => writers.SelectMany(writer => writer.Judge(Applied(node, writer.DataId)).Select(problem => $"{node.Address}: {problem}"))).ToList();
        Assert.True(problems.Count == 0, $"{problems.Count} problems: {string.Join("\n", problems.Take(10))}\n{logs}");
        Assert.True(unanswered > 0, "no write was on its way when a leader died");
    }

    /// <returns>How many proposals were handed on without the leader's answer.</returns>
    private static async Task<int> KillLeaderAsync(ClusterNodes cluster, List<CountingWriter> writers)
    {
        var leader = await cluster.LeaderAsync();
        var followers = cluster.Nodes.Where(node => node != leader).ToList();
        var before = followers.Sum(UnansweredOf);
        using var end = new CancellationTokenSource();
        var running = writers.Select((writer, i) => writer.RunAsync(followers[i % followers.Count], end.Token)).ToList();
        try
        {
            await AllWriteAsync(writers, "all to write through a follower");
            await leader.KillAsync();
            await AllWriteAsync(writers, "all to write again");
            leader.Launch();
            await leader.WaitReadyAsync();
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(running);
        }
        return followers.Sum(UnansweredOf) - before;
    }

    private static async Task AllWriteAsync(List<CountingWriter> writers, string what)
    {
        var goals = writers.ConvertAll(static writer => writer.Acknowledgements + WritesBetween);
        await Wait.UntilAsync(() => writers.Zip(goals).All(static pair => pair.First.Acknowledgements >= pair.Second), what, Patience);
    }

    private static int UnansweredOf(NodeProcess node) => Unanswered().Matches(node.Log.ToString()).Sum(static match => int.Parse(match.Groups[1].ValueSpan, provider: null));

    /// <summary>A row of the history holds what was replaced, but the first one what was created; every publish leaves one, also of what is there already.</summary>
    private static List<string> Applied(NodeProcess node, string dataId)
    {
        using var state = new SqliteConnection($"Data Source={Path.Combine(node.DataFolder, "state", "batata.db")};Pooling=False");
        state.Open();
        using var query = state.CreateCommand();
        query.CommandText = """
            SELECT content, nid FROM his_config_info WHERE data_id = $dataId AND op_type <> 'I'
            UNION ALL SELECT content, 9223372036854775807 FROM config_info WHERE data_id = $dataId ORDER BY 2
            """;
        query.Parameters.AddWithValue("$dataId", dataId);
        using var rows = query.ExecuteReader();
        var applied = new List<string>();
        while (rows.Read()) applied.Add(rows.GetString(0));
        return applied;
    }

    [GeneratedRegex(@"was asked to write (\d+) proposals and did not answer")]
    private static partial Regex Unanswered();
}
