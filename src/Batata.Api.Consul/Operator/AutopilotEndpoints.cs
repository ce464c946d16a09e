using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Http;
using Batata.Application.Autopilot;
using MediatR;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Operator;

/// <summary><c>/v1/operator/autopilot/</c>. Protocol source: Consul <c>agent/operator_endpoint.go</c>.</summary>
internal sealed class AutopilotEndpoints(IMediator mediator, IAutopilotQueries configs, ServerHealth health, OperatorGuard guard) : IConsulEndpoints
{
    public void Map(ConsulRouteBuilder consul)
    {
        var read = ConsulPermission.Read(ConsulResource.Operator);
        consul.Path("/operator/autopilot/configuration").On("GET", read, ShowAsync).On("PUT", ConsulPermission.Write(ConsulResource.Operator), SetAsync);
        consul.Path("/operator/autopilot/health").On("GET", read, HealthAsync);
        consul.Path("/operator/autopilot/state").On("GET", read, StateAsync);
    }

    private async Task ShowAsync(ConsulRequest request)
    {
        if (await guard.RefusesAsync(request)) return;
        var config = await configs.FindAsync(request.Aborted);
        await ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, ConsulJson.Write(request.Query.Has("pretty"), json => AutopilotJson.Config(json, config)));
    }

    private async Task SetAsync(ConsulRequest request)
    {
        if (await guard.RefusesAsync(request)) return;
        var (form, problem) = await GoBody.ReadAsync(request, AutopilotForm.Shape);
        ulong? expected = null;
        if (problem is not null) problem = $"Error parsing autopilot config: {problem}";
        else if (request.Query.Has("cas"))
        {
            var text = request.Query.First("cas");
            if (GoNumber.TryParseUnsigned(text, out var index)) expected = index;
            else problem = $"Error parsing cas value: {GoNumber.UnsignedProblem(text)}";
        }
        if (problem is not null)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, problem);
            return;
        }
        var set = await mediator.Send(new SetAutopilot(form!.Settings, expected), request.Aborted);
        if (set.Ok) await ConsulAnswers.BoolAsync(request.Http, set.Value);
        else await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, set.Failure.Message);
    }

    /// <summary>429 with the same body when something is wrong: that is what load balancers look at.</summary>
    private async Task HealthAsync(ConsulRequest request)
    {
        if (await guard.RefusesAsync(request)) return;
        var judged = health.Judge((await configs.FindAsync(request.Aborted)).Settings);
        await ConsulAnswers.BytesAsync(
            request.Http, judged.IsHealthy ? StatusCodes.Status200OK : StatusCodes.Status429TooManyRequests, ConsulAnswers.Json,
            ConsulJson.Write(request.Query.Has("pretty"), json => AutopilotJson.Health(json, judged)));
    }

    private async Task StateAsync(ConsulRequest request)
    {
        if (await guard.RefusesAsync(request)) return;
        var judged = health.Judge((await configs.FindAsync(request.Aborted)).Settings);
        await ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, ConsulJson.Write(request.Query.Has("pretty"), json => AutopilotJson.State(json, judged)));
    }
}
