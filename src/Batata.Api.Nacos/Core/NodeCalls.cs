using Batata.Api.Nacos.Http;
using Batata.Application.Cluster;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Core;

/// <summary>What v2, v3 and the console have in common about nodes. Protocol source: Nacos 3.1 <c>NacosClusterOperationService</c>.</summary>
internal sealed class NodeCalls(IClusterNodes nodes)
{
    private const int IllegalState = 23000;

    public Task SelfAsync(NacosRequest request) => Answers.SuccessAsync(request.Http, nodes.Self, NodeJson.Write);

    public Task HealthAsync(NacosRequest request) => Answers.SuccessAsync(request.Http, NodeJson.NameOf(nodes.Self.Condition), BasicJson.Default.String);

    public Task ListAsync(NacosRequest request)
    {
        var state = request["state"];
        NodeCondition? wanted = null;
        if (!string.IsNullOrWhiteSpace(state) && (wanted = NodeJson.ConditionOf(state)) is null)
            return Answers.ResultAsync(request.Http, StatusCodes.Status400BadRequest, IllegalState, "illegal state", $"Illegal state: {state}", BasicJson.Default.String);
        return Answers.SuccessAsync(request.Http, Beginning(request["address"]).Where(node => wanted is null || node.Condition == wanted), NodeJson.Write);
    }

    /// <summary>Nodes whose address begins so; all of them for a blank beginning.</summary>
    public IEnumerable<ClusterNode> Beginning(string? address) =>
        nodes.All().Where(node => string.IsNullOrWhiteSpace(address) || node.Name.Address.StartsWith(address, StringComparison.Ordinal));

    /// <summary>
    /// Nacos takes what the caller says of members that it knows. Here a node is what it says of itself: those that are named are asked at once.
    /// </summary>
    public async Task RefreshAsync(NacosRequest request)
    {
        if (await request.BodyAsync(CoreBodiesJson.Default.NodeBodyArray) is not { } named) return;
        if (named.Length == 0)
        {
            await request.MissingAsync("nodes");
            return;
        }
        var known = nodes.All().Where(node => Array.Exists(named, one => one.Ip == node.Name.Host && one.Port == node.Name.MainPort)).Select(static node => node.Name);
        await nodes.RefreshAsync([.. known], request.Aborted);
        await Answers.SuccessAsync(request.Http, true, BasicJson.Default.Boolean);
    }

    public static async Task LookupAsync(NacosRequest request)
    {
        var type = request["type"];
        if (string.IsNullOrWhiteSpace(type)) await request.MissingAsync("type");
        else if (Refusal(type) is { } refusal) await request.Errors.RefusedAsync(request.Http, refusal);
        else await Answers.SuccessAsync(request.Http, true, BasicJson.Default.Boolean);
    }

    /// <summary>Null for how the members are found as it is: in the file, or in the setting that stands in for it.</summary>
    public static Failure? Refusal(string type) => type switch
    {
        "file" => null,
        "address-server" => new Failure(FailureKind.NotSupported, "cluster.lookup", "How members are found cannot be changed while the server runs: set nacos.core.member.lookup.type and restart."),
        _ => new Failure(FailureKind.Invalid, "cluster.lookup_type", $"The addressing mode exists : {type}, just support : [[file, address-server]]"),
    };
}
