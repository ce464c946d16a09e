using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Core;

/// <summary>Nodes over v2. Protocol source: Nacos 3.1 <c>NacosClusterControllerV2</c>.</summary>
internal sealed class ClusterNodesV2Endpoints(NodeCalls calls) : INacosEndpoints
{
    private const string Prefix = "/v2/core/cluster";
    private const string Successor = "{contextPath:nacos}/v3/admin/core/cluster/";

    public void Map(NacosRouteBuilder nacos)
    {
        var v2 = nacos.Group(Prefix, ResultErrors.Instance);
        var (read, write) = (NacosPermission.Read("nacos/admin"), NacosPermission.Write("nacos/admin"));
        v2.Get("/node/self", calls.SelfAsync).RequireNacosPermission(read).Compatibility(ApiClass.Admin, $"GET {Successor}node/self").AnswersAlways();
        v2.Get("/node/list", calls.ListAsync).RequireNacosPermission(read).Compatibility(ApiClass.Admin, $"GET {Successor}node/list").AnswersAlways();
        v2.Get("/node/self/health", calls.HealthAsync).RequireNacosPermission(read).Compatibility(ApiClass.Admin, $"GET {Successor}node/self/health").AnswersAlways();
        v2.Put("/node/list", calls.RefreshAsync).RequireNacosPermission(write).Compatibility(ApiClass.Admin, $"PUT {Successor}node/list");
        v2.Put("/lookup", NodeCalls.LookupAsync).RequireNacosPermission(write).Compatibility(ApiClass.Admin, $"PUT {Successor}lookup");
        v2.Delete("/nodes", RemoveAsync).RequireNacosPermission(write).Compatibility(ApiClass.Admin).Requires("addresses");
    }

    /// <summary>Nacos refuses it too, always.</summary>
    private static Task RemoveAsync(NacosRequest request) => Answers.RestResultAsync<string>(
        request.Http, NacosHeaders.Json, StatusCodes.Status405MethodNotAllowed, $"DELETE {Prefix}/nodes API not allow to use temporarily.", null, BasicJson.Default.String);
}
