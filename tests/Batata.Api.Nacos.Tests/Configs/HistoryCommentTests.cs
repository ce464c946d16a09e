using System.Text.Json;
using Batata.Api.Nacos.Tests.Http;

namespace Batata.Api.Nacos.Tests.Configs;

/// <summary>The <c>desc</c> of a publish is what people say about the change: it goes with the content into the history, and every detail shows it.</summary>
public sealed class HistoryCommentTests
{
    [Theory]
    [InlineData("/nacos/v1/cs/configs?group=G&src_user=ann")]
    [InlineData("/nacos/v2/cs/config?group=G&srcUser=ann")]
    [InlineData("/nacos/v3/admin/cs/config?groupName=G&srcUser=ann")]
    [InlineData("/nacos/v3/console/cs/config?groupName=G&srcUser=ann")]
    public async Task Desc_OfAPublish_StandsInTheHistory(string target)
    {
        await using var server = await NacosHttpServer.StartAsync();
        foreach (var (content, desc) in ((string, string)[])[("one", "first%20try"), ("two", "back%20%22again%22"), ("three", "")])
            (await server.Client.PostAsync($"{target}&dataId=d&content={content}&desc={desc}", null)).EnsureSuccessStatusCode();
        (await server.Client.DeleteAsync("/nacos/v1/cs/configs?dataId=d&group=G")).EnsureSuccessStatusCode();

        // Newest first: the delete and the updates hold what they replaced, the insert what it made.
        using var list = JsonDocument.Parse(await server.Client.GetStringAsync("/nacos/v3/admin/cs/history/list?dataId=d&groupName=G&namespaceId=public"));
        var ids = list.RootElement.GetProperty("data").GetProperty("pageItems").EnumerateArray().Select(static row => row.GetProperty("id").GetString()).ToList();
        IEnumerable<string?> descs = await Task.WhenAll(ids.Select(id => DescAsync(server, $"/nacos/v3/admin/cs/history?dataId=d&groupName=G&namespaceId=public&nid={id}", "data")));
        Assert.Equal([null, "back \"again\"", "first try", "first try"], descs);
        Assert.Equal("first try", await DescAsync(server, $"/nacos/v1/cs/history?dataId=d&group=G&nid={ids[^1]}", null));
        Assert.Equal("first try", await DescAsync(server, $"/nacos/v2/cs/history?dataId=d&group=G&nid={ids[^1]}", "data"));
    }

    private static async Task<string?> DescAsync(NacosHttpServer server, string target, string? member)
    {
        using var answer = JsonDocument.Parse(await server.Client.GetStringAsync(target));
        var row = member is null ? answer.RootElement : answer.RootElement.GetProperty(member);
        if (row.GetProperty("opType").GetString()!.Trim() != "D") Assert.Equal("ann", row.GetProperty("srcUser").GetString());
        using var more = JsonDocument.Parse(row.GetProperty("extInfo").GetString()!);
        return more.RootElement.TryGetProperty("c_desc", out var desc) ? desc.GetString() : null;
    }
}
