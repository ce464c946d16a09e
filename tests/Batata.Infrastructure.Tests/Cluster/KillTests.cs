using Batata.Domain.Configs;
using Batata.Infrastructure.Tests.Persistence;

namespace Batata.Infrastructure.Tests.Cluster;

public sealed class KillTests : IDisposable
{
    private const int Writers = 16;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Start_AfterKillDuringWrites_HoldsAllThatWasAcknowledged()
    {
        var data = _folder.File("data");
        var rounds = new List<(string Prefix, int[] Last)>();
        foreach (var acknowledged in (int[])[1, 150, 700, 333])
        {
            var prefix = $"r{rounds.Count}";
            rounds.Add((prefix, await DoomedNode.RunAndKillAsync(data, prefix, Writers, acknowledged)));
            await using var node = await TestNode.StartAsync(data, o => o.SnapshotEntries = 300);
            foreach (var round in rounds) AssertHolds(node, round.Prefix, round.Last);
        }
    }

    /// <summary>What is served is the last acknowledged content, or the one that was on its way.</summary>
    private static void AssertHolds(TestNode node, string prefix, int[] last)
    {
        for (var writer = 0; writer < Writers; writer++)
        {
            string[] allowed = [last[writer] == 0 ? "" : Md5Of(last[writer]), Md5Of(last[writer] + 1)];
            Assert.Contains(node.Md5Of(DoomedNode.KeyOf(prefix, writer)), allowed);
        }
    }

    private static string Md5Of(int number) => ConfigContent.Of(DoomedNode.ContentOf(number)).Md5;
}
