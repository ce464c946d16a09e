using Batata.Application.Events;
using Batata.Domain.Events;
using Batata.Domain.Shared;
using Batata.Infrastructure.Tests.Cluster;
using Batata.Infrastructure.Tests.Persistence;
using MediatR;

namespace Batata.Infrastructure.Tests.Events;

public sealed class EventTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private TestNode? _node;

    public async ValueTask DisposeAsync()
    {
        if (_node is not null) await _node.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Events_AreListedInTheirOrder_AndOutliveARestart()
    {
        _node = await TestNode.StartAsync(_folder.File("data"));
        for (var i = 0; i < 3; i++) Assert.True((await FireAsync($"e{i}", [(byte)i])).Ok);
        var before = await ListAsync("anybody");
        Assert.Equal(["e0", "e1", "e2"], before.Select(static one => one.Name));
        Assert.Equal([1UL, 2, 3], before.Select(static one => one.LTime));
        Assert.Equal([2], before[2].Payload);
        await _node.DisposeAsync();
        _node = await TestNode.StartAsync(_folder.File("data"));
        Assert.Equivalent(before, await ListAsync("anybody"));
        Assert.Equal(4UL, (await FireAsync("later", [])).Value.LTime);
        Assert.Equal(["later"], (await ListAsync("anybody", 1)).Select(static one => one.Name));
    }

    [Fact]
    public async Task Event_ForSomeNodes_IsNotListedByTheOthers()
    {
        _node = await TestNode.StartAsync(_folder.File("data"));
        var own = _node.Get<Batata.Application.Cluster.IClusterNodes>().Self.Label;
        await FireAsync("mine", [], new EventFilters($"^{System.Text.RegularExpressions.Regex.Escape(own)}$", "", ""));
        await FireAsync("elsewhere", [], new EventFilters("^elsewhere$", "", ""));
        await FireAsync("service", [], new EventFilters("", "^web", ""));
        Assert.Equal(["mine"], (await ListAsync(own)).Select(static one => one.Name));
        Assert.Empty(await ListAsync("other"));
    }

    [Fact]
    public async Task Event_WithFiltersThatAreNone_IsRefused()
    {
        _node = await TestNode.StartAsync(_folder.File("data"));
        Assert.Equal("Cannot provide tag filter without service filter", (await FireAsync("e", [], new EventFilters("", "", "v1"))).Failure!.Message);
        Assert.Equal("Invalid node filter: error parsing regexp: missing closing ): `(`", (await FireAsync("e", [], new EventFilters("(", "", ""))).Failure!.Message);
        Assert.StartsWith("Invalid tag filter: ", (await FireAsync("e", [], new EventFilters("", "a", "["))).Failure!.Message, StringComparison.Ordinal);
        Assert.Contains("exceeds configured limit of 512 bytes", (await FireAsync("e", new byte[500])).Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(await ListAsync("anybody"));
    }

    private Task<Outcome<UserEvent>> FireAsync(string name, byte[] payload, EventFilters? filters = null) =>
        _node!.Get<IMediator>().Send(new FireEvent(name, payload, filters ?? new EventFilters("", "", "")));

    private async Task<IReadOnlyList<UserEvent>> ListAsync(string node, int limit = 256) => await _node!.Get<IEventQueries>().ListAsync(node, limit, default);
}
