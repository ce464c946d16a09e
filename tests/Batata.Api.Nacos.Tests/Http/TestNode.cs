using Batata.Application.Cluster;

namespace Batata.Api.Nacos.Tests.Http;

/// <summary>A node that is as ready as the test says.</summary>
internal sealed class TestNode : INodeState
{
    public string? NotReadyReason { get; set; }

    public Task FirstReady => Task.CompletedTask;
}
