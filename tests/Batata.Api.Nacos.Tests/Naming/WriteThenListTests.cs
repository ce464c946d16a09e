using System.Text.Json;
using Batata.Api.Nacos.Tests.Http;

namespace Batata.Api.Nacos.Tests.Naming;

/// <summary>Every list shows a write that was acknowledged, at once, whichever API wrote it and whichever lists (docs/protocol/deviations.md).</summary>
public sealed class WriteThenListTests
{
    private static readonly string[] Writers =
        ["/nacos/v1/ns/instance", "/nacos/v2/ns/instance", "/nacos/v3/client/ns/instance", "/nacos/v3/admin/ns/instance"];

    private static readonly (string Path, string Hosts, bool WithDisabled)[] Lists =
    [
        ("/nacos/v1/ns/instance/list?serviceName=a", "hosts", false),
        ("/nacos/v2/ns/instance/list?serviceName=a", "data.hosts", false),
        ("/nacos/v3/client/ns/instance/list?serviceName=a", "data", false),
        ("/nacos/v3/admin/ns/instance/list?serviceName=a", "data", true),
        ("/nacos/v3/console/ns/instance/list?serviceName=a", "data.pageItems", true),
        ("/nacos/v2/ns/catalog/instances?serviceName=a&pageNo=1&pageSize=100", "data.instances", true),
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Registration_IsInEveryListAtOnce(bool ephemeral)
    {
        await using var server = await NacosHttpServer.StartAsync();
        for (var port = 1; port <= Writers.Length; port++)
        {
            using var registered = await server.Client.PostAsync(
                $"{Writers[port - 1]}?serviceName=a&ip=10.0.0.1&port={port}&ephemeral={(ephemeral ? "true" : "false")}", null);
            registered.EnsureSuccessStatusCode();
            foreach (var (path, hosts, _) in Lists) Assert.Equal(Enumerable.Range(1, port), await PortsAsync(server, path, hosts));
        }
    }

    [Fact]
    public async Task Override_IsInEveryListAtOnce()
    {
        await using var server = await NacosHttpServer.StartAsync();
        using var registered = await server.Client.PostAsync("/nacos/v3/client/ns/instance?serviceName=a&ip=10.0.0.1&port=1", null);
        using var disabled = await server.Client.PutAsync("/nacos/v3/console/ns/instance?serviceName=a&ip=10.0.0.1&port=1&enabled=false", null);
        disabled.EnsureSuccessStatusCode();

        foreach (var (path, hosts, withDisabled) in Lists) Assert.Equal(withDisabled ? [1] : [], await PortsAsync(server, path, hosts));
    }

    private static async Task<IEnumerable<int>> PortsAsync(NacosHttpServer server, string path, string hosts)
    {
        using var json = JsonDocument.Parse(await server.Client.GetStringAsync(path));
        var list = json.RootElement;
        foreach (var part in hosts.Split('.')) list = list.GetProperty(part);
        return [.. list.EnumerateArray().Select(static host => host.GetProperty("port").GetInt32()).Order()];
    }
}
