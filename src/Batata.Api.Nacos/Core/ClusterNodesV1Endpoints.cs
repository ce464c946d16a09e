using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Application.Cluster;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Core;

/// <summary>Nodes over v1. Protocol source: Nacos 3.1 <c>NacosClusterController</c>.</summary>
internal sealed class ClusterNodesV1Endpoints(IClusterNodes nodes, NodeCalls calls) : INacosEndpoints
{
    private const string Resource = "/v1/core/cluster";
    private const string Successor = "{contextPath:nacos}/v3/admin/core/cluster/";

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(Resource, CoreV1Errors.Instance);
        var (read, write) = (NacosPermission.Read(Resource), NacosPermission.Write(Resource));
        v1.Get("/self", SelfAsync).RequireNacosPermission(read).Compatibility(ApiClass.Admin, $"GET {Successor}node/self").AnswersAlways();
        v1.Get("/nodes", NodesAsync).RequireNacosPermission(read).Compatibility(ApiClass.Console, $"GET ${Successor}node/list").AnswersAlways();
        v1.Get("/simple/nodes", AddressesAsync).RequireNacosPermission(read).Compatibility(ApiClass.Admin).AnswersAlways();
        v1.Get("/health", HealthAsync).RequireNacosPermission(read).Compatibility(ApiClass.Admin, $"GET {Successor}node/self/health").AnswersAlways();
        v1.Post("/report", static _ => throw new InvalidOperationException("Inner calls are gone.")) // the switch answers 410 before
            .RequireNacosPermission(NacosPermission.Inner)
            .Compatibility(ApiClass.Inner);
        v1.Post("/switch/lookup", LookupAsync).RequireNacosPermission(write).Compatibility(ApiClass.Admin, $"PUT {Successor}lookup").Requires("type");
        v1.Post("/server/leave", LeaveAsync).RequireNacosPermission(write).Compatibility(ApiClass.Console);
    }

    private Task SelfAsync(NacosRequest request) => Answers.RestResultAsync(request.Http, StatusCodes.Status200OK, null, nodes.Self, NodeJson.Write);

    private Task NodesAsync(NacosRequest request) =>
        Answers.RestResultAsync(request.Http, StatusCodes.Status200OK, null, calls.Beginning(request["keyword"]), NodeJson.Write);

    private Task AddressesAsync(NacosRequest request) => Answers.RestResultAsync(
        request.Http, NacosHeaders.Json, StatusCodes.Status200OK, null, nodes.All().Select(static node => node.Name.Address).ToArray(), BasicJson.Default.StringArray);

    private Task HealthAsync(NacosRequest request) => Answers.RestResultAsync(
        request.Http, NacosHeaders.Json, StatusCodes.Status200OK, null, NodeJson.NameOf(nodes.Self.Condition), BasicJson.Default.String);

    /// <summary>What is wrong stands inside a 200.</summary>
    private static Task LookupAsync(NacosRequest request) => NodeCalls.Refusal(request.Text("type")) switch
    {
        null => Answers.RestResultAsync<string>(request.Http, NacosHeaders.Json, StatusCodes.Status200OK, null, null, BasicJson.Default.String),
        { Kind: FailureKind.NotSupported } refusal => request.Errors.RefusedAsync(request.Http, refusal),
        var refusal => Answers.RestResultAsync<string>(
            request.Http, NacosHeaders.Json, StatusCodes.Status500InternalServerError, refusal.Message, null, BasicJson.Default.String),
    };

    /// <summary>Nacos refuses it too, always.</summary>
    private static async Task LeaveAsync(NacosRequest request)
    {
        if (await request.BodyAsync(CoreBodiesJson.Default.StringArray) is null) return;
        await Answers.RestResultAsync<string>(
            request.Http, NacosHeaders.Json, StatusCodes.Status405MethodNotAllowed, $"{Resource}/server/leave API not allow to use temporarily.", null, BasicJson.Default.String);
    }
}
