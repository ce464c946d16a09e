using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Application.Cluster;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Core;

/// <summary>
/// Liveness and readiness in the spellings of 2.x and 3.x. Those of the console moved to its port in Nacos 3; probes that were written for 2.x find
/// them on the main port still. Protocol source: Nacos 2.5 and 3.1 <c>HealthController</c>, <c>HealthControllerV2</c>, <c>CoreStateController</c>.
/// </summary>
internal sealed class HealthEndpoints(INodeState node) : INacosEndpoints
{
    private const int ServerError = 30000;

    public void Map(NacosRouteBuilder nacos)
    {
        Declare(nacos.ConsoleGroup("/v1/console/health", ConsoleErrors.Instance), request => TextAsync(request, null), request => TextAsync(request, node.NotReadyReason));
        NacosRouteGroup[] groups =
        [
            nacos.ConsoleGroup("/v2/console/health", ResultErrors.Instance),
            nacos.ConsoleGroup("/v3/console/health", ResultErrors.Instance),
            nacos.Group("/v3/admin/core/state", ResultErrors.Instance),
        ];
        foreach (var group in groups) Declare(group, request => ResultAsync(request, null), request => ResultAsync(request, node.NotReadyReason));
    }

    private static void Declare(NacosRouteGroup group, NacosHandler liveness, NacosHandler readiness)
    {
        group.Get("/liveness", liveness).RequireNacosPermission(OpenAccess.Health).AnswersAlways();
        group.Get("/readiness", readiness).RequireNacosPermission(OpenAccess.Health).AnswersAlways();
    }

    private static Task TextAsync(NacosRequest request, string? problem) => problem is null
        ? Answers.TextAsync(request.Http, StatusCodes.Status200OK, Accepts.TextType(request.Http.Request), "OK")
        : Answers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, Accepts.TextType(request.Http.Request), NotReady(problem));

    /// <summary>Nacos answers 200 when it is not ready; a probe could not see that, so this is an error (docs/protocol/deviations.md).</summary>
    private static Task ResultAsync(NacosRequest request, string? problem) => problem is null
        ? Answers.SuccessAsync(request.Http, "ok", BasicJson.Default.String)
        : Answers.ResultAsync<string>(
            request.Http, StatusCodes.Status500InternalServerError, ServerError, NotReady(problem), null, BasicJson.Default.String);

    /// <summary>The words of Nacos name the module; the reason follows.</summary>
    private static string NotReady(string reason) => $"config not in readiness: {reason}";
}
