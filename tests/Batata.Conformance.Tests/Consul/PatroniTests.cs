using Batata.Testing;
using Xunit.Abstractions;

namespace Batata.Conformance.Tests.Consul;

/// <summary>Debian's Patroni elects one of two PostgreSQLs by a session and a lock in Batata, and the other one when that is gone.</summary>
public sealed class PatroniTests(ConsulNode shared, ITestOutputHelper output) : IClassFixture<ConsulNode>
{
    /// <summary>The session of one that was killed lives for twice its TTL of 10 s; then comes the lock.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Election_AndFailOver()
    {
        await using var one = new PatroniMember("pg1", shared.Node);
        await using var two = new PatroniMember("pg2", shared.Node);
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            await one.StartAsync();
            await Wait.UntilAsync(() => one.IsAsync("primary"), "the first to lead", Patience);
            await one.AskAsync("create table kept (n int); insert into kept values (1)");
            await two.StartAsync();
            await Wait.UntilAsync(() => two.IsAsync("replica"), "the second to follow", Patience);
            await Wait.UntilAsync(async () => await two.AskAsync("select count(*) from kept") == "1", "the copy of what was written", Patience);
            Assert.False(await two.IsAsync("primary"));
            Assert.Equal("pg1", await LeaderAsync());
            output.WriteLine($"elected and followed {TimeProvider.System.GetElapsedTime(began).TotalSeconds:F0} s after the start");

            await one.KillAsync();
            var killed = TimeProvider.System.GetTimestamp();
            await Wait.UntilAsync(() => two.IsAsync("primary"), "the second to lead", Patience);
            output.WriteLine($"the other one leads {TimeProvider.System.GetElapsedTime(killed).TotalSeconds:F0} s after the kill");
            Assert.Equal("pg2", await LeaderAsync());
            await Wait.UntilAsync(async () => await two.AskAsync("select pg_is_in_recovery()") == "f", "the end of its promotion, which begins with the lock", Patience);
            Assert.Equal("1", await two.AskAsync("insert into kept values (2); select count(*) from kept where n = 1"));

            await one.StartAsync();
            await Wait.UntilAsync(async () => await two.AskAsync("select count(*) from pg_stat_replication") == "1" || await one.IsAsync("replica"), "the first to come back", Patience);
            Assert.False(await one.IsAsync("primary"));
        }
        catch (Exception e) when (e is TimeoutException or InvalidOperationException)
        {
            Assert.Fail($"{e.Message}\n\n== pg1\n{one.Log}\n\n== pg2\n{two.Log}\n\n== Batata\n{shared.Node.Log}");
        }
    }

    private async Task<string> LeaderAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(shared.Node.Consul + "/v1/kv/service/batata/leader?raw"));
    }
}
