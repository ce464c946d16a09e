using System.Text.Json;
using Batata.Api.Nacos.Tests.Http;
using Batata.Application.Identity;

namespace Batata.Api.Nacos.Tests.Core;

public sealed class ServerStateTests
{
    [Theory]
    [InlineData(true, "true")]
    [InlineData(false, "false")]
    public async Task State_TellsTheSettings(bool auth, string expected)
    {
        await using var server = await NacosHttpServer.StartAsync(options => options.MainPort = 8850, identity: new IdentityOptions { Enabled = auth });
        using var state = JsonDocument.Parse(await server.Client.GetStringAsync("/nacos/v3/admin/core/state"));
        var data = state.RootElement.GetProperty("data");
        Assert.Equal(expected, data.GetProperty("auth_enabled").GetString());
        Assert.Equal(expected, data.GetProperty("login_page_enabled").GetString());
        Assert.Equal(expected, data.GetProperty("auth_admin_request").GetString());
        Assert.Equal("8850", data.GetProperty("server_port").GetString());
        Assert.Equal("10485760", data.GetProperty("maxContent").GetString());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("function_mode").ValueKind);
        Assert.Matches(@"^\d+\.\d+\.\d+", data.GetProperty("version").GetString());
    }
}
