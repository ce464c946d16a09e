using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>What an SDK does when its server is killed: it connects again, says what it knows by md5, and goes on listening.</summary>
public sealed class GrpcClientOverKillTests
{
    private const string Push = "ConfigChangeNotifyRequest";

    [Fact]
    public async Task ServerKilled_ClientThatComesBack_SeesWhatItMissedAndIsPushedAgain()
    {
        await using var node = await NodeProcess.StartNewAsync();
        for (var round = 1; round <= 3; round++)
        {
            await using (var before = await NacosGrpcClient.ConnectAsync(node.Ports.Grpc))
            {
                await PublishAsync(before, "grpc.killed", $"known {round}");
                await ListenAsync(before, "grpc.killed", $"known {round}");
                await PublishAsync(before, "grpc.killed", $"missed {round}");
                await before.PushAsync(Push);
                await PublishAsync(before, $"grpc.kept.{round}", $"kept {round}");

                await node.KillAsync();
                await before.StreamEnd.WaitAsync(TimeSpan.FromSeconds(15)); // the SDK notices by this
            }

            await node.StartAsync();
            await using var after = await NacosGrpcClient.ConnectAsync(node.Ports.Grpc);
            for (var kept = 1; kept <= round; kept++)
                Assert.Equal($"kept {kept}", await QueryAsync(after, $"grpc.kept.{kept}"));
            Assert.Equal($"missed {round}", await QueryAsync(after, "grpc.killed"));

            Assert.True(await ListenAsync(after, "grpc.killed", $"known {round}"), "what changed before the kill was not told");
            Assert.False(await ListenAsync(after, "grpc.killed", $"missed {round}"));
            await PublishAsync(after, "grpc.killed", $"after {round}");
            await after.PushAsync(Push);
            Assert.Equal($"after {round}", await QueryAsync(after, "grpc.killed"));
        }
    }

    private static async Task PublishAsync(NacosGrpcClient client, string dataId, string content)
    {
        var answer = await client.RequestAsync("ConfigPublishRequest", JsonSerializer.Serialize(new { dataId, group = "g", tenant = "", content }));
        Assert.True(answer.Ok, answer.ToString());
    }

    private static async Task<string?> QueryAsync(NacosGrpcClient client, string dataId)
    {
        var answer = await client.RequestAsync("ConfigQueryRequest", JsonSerializer.Serialize(new { dataId, group = "g", tenant = "" }));
        Assert.True(answer.Ok, answer.ToString());
        Assert.Equal(Md5(answer.Text("content")!), answer.Text("md5"));
        return answer.Text("content");
    }

    /// <returns>Whether the server called it changed.</returns>
    private static async Task<bool> ListenAsync(NacosGrpcClient client, string dataId, string known)
    {
        var contexts = new[] { new { dataId, group = "g", tenant = "", md5 = Md5(known) } };
        var answer = await client.RequestAsync("ConfigBatchListenRequest", JsonSerializer.Serialize(new { listen = true, configListenContexts = contexts }));
        Assert.True(answer.Ok, answer.ToString());
        return answer.Json.GetProperty("changedConfigs").GetArrayLength() > 0;
    }

    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
