using System.Text.Json;
using Batata.Host.Commands;
using Batata.Testing.Nacos;
using Batata.Testing.Nodes;

namespace Batata.Host.Tests.Commands;

public sealed class CheckCommandTests
{
    [Fact]
    public async Task Check_SaysWhetherTheFolderIsWhole_AndEndsWithACodeForScripts()
    {
        await using var node = await NodeProcess.StartNewAsync();
        using (var client = new HttpConfigClient(node)) await client.PublishAsync("checked", "content");
        Assert.Equal(ExitCodes.Failed, (await RunAsync(node)).ExitCode); // it runs
        await node.StopAsync();

        var whole = await RunAsync(node);
        Assert.Equal((ExitCodes.Done, true), (whole.ExitCode, IsWhole(whole.Output)));

        await File.WriteAllBytesAsync(Path.Combine(node.DataFolder, "log", "checkpoint"), [1, 2, 3]);
        var damaged = await RunAsync(node);
        Assert.Equal((ExitCodes.Found, false), (damaged.ExitCode, IsWhole(damaged.Output)));
    }

    private static bool IsWhole(string json) => JsonDocument.Parse(json).RootElement.GetProperty("isWhole").GetBoolean();

    private static async Task<(int ExitCode, string Output)> RunAsync(NodeProcess node)
    {
        var output = new StringWriter();
        var code = await CommandProgram.RunAsync(["check", "--data", node.DataFolder, "--json"], output, TextWriter.Null);
        return (code, output.ToString());
    }
}
