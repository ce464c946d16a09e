using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;

namespace Batata.Api.Nacos.Core;

/// <summary>Nodes over v3, for operators and for the console. Protocol source: Nacos 3.1 <c>NacosClusterControllerV3</c>, <c>ConsoleClusterController</c>.</summary>
internal sealed class ClusterNodesV3Endpoints(NodeCalls calls) : INacosEndpoints
{
    private const string Resource = "/v3/admin/core/cluster";

    public void Map(NacosRouteBuilder nacos)
    {
        var admin = nacos.Group(Resource, ResultErrors.Instance);
        var (read, write) = (NacosPermission.Read(Resource), NacosPermission.Write(Resource));
        admin.Get("/node/self", calls.SelfAsync).RequireNacosPermission(read).AnswersAlways();
        admin.Get("/node/list", calls.ListAsync).RequireNacosPermission(read).AnswersAlways();
        admin.Put("/node/list", calls.RefreshAsync).RequireNacosPermission(write);
        admin.Put("/lookup", NodeCalls.LookupAsync).RequireNacosPermission(write);
        nacos.ConsoleGroup("/v3/console/core/cluster", ResultErrors.Instance)
            .Get("/nodes", ConsoleAsync)
            .RequireNacosPermission(NacosPermission.Read("/v1/core/cluster")) // Nacos 3.x: that of v1
            .AnswersAlways();
    }

    private Task ConsoleAsync(NacosRequest request) => Answers.SuccessAsync(request.Http, calls.Beginning(request["keyword"]), NodeJson.Write);
}
