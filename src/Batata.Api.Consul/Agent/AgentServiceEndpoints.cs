using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Http;
using Batata.Application.Agents;
using MediatR;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Agent;

/// <summary>Registering services with the agent, and maintenance. Protocol source: Consul <c>agent/agent_endpoint.go</c>.</summary>
internal sealed class AgentServiceEndpoints(IMediator mediator, ILocalAgent local, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/agent/service/register").On("PUT", ConsulPermission.Write(ConsulResource.Service), RegisterAsync);
        consul.Path("/agent/service/deregister/").On("PUT", ConsulPermission.Write(ConsulResource.Service), DeregisterAsync);
        consul.Path("/agent/service/maintenance/").On("PUT", ConsulPermission.Write(ConsulResource.Service), request => MaintainAsync(request, ofService: true));
        consul.Path("/agent/maintenance").On("PUT", ConsulPermission.Write(ConsulResource.Node), request => MaintainAsync(request, ofService: false));
    }

    private async Task RegisterAsync(ConsulRequest request)
    {
        if (QueryOptions.RefuseEnterprise(request) is { } refused)
        {
            await AgentAnswers.InvalidAsync(request, refused);
            return;
        }
        var (form, undecoded) = await GoBody.ReadAsync(request, ServiceForm.Shape);
        if (form is null)
        {
            await AgentAnswers.InvalidAsync(request, $"Request decode failed: {undecoded}");
            return;
        }
        var replaces = request.Query.Has("replace-existing-checks") && request.Query.First("replace-existing-checks") is "" or "true";
        if (ServiceForms.ToRequest(form, local.Node, request.Token ?? "", replaces, isFromFile: false, options.Value.RunsScripts, out var problem) is not { } register)
        {
            await ConsulAnswers.TextAsync(request.Http, problem.Status, problem.Text);
            return;
        }
        await AgentAnswers.WrittenAsync(request, await mediator.Send(register, request.Aborted));
    }

    private async Task DeregisterAsync(ConsulRequest request)
    {
        if (QueryOptions.RefuseEnterprise(request) is { } refused) await AgentAnswers.InvalidAsync(request, refused);
        else await AgentAnswers.WrittenAsync(request, await mediator.Send(new DeregisterAgent(local.Node, IsService: true, request.Rest), request.Aborted));
    }

    private async Task MaintainAsync(ConsulRequest request, bool ofService)
    {
        var isOn = false;
        var problem = ofService && request.Rest.Length == 0 ? "Missing service ID"
            : !request.Query.Has("enable") ? "Missing value for enable"
            : !AgentAnswers.TryBool(request.Query.First("enable"), out isOn) ? $"Invalid value for enable: \"{request.Query.First("enable")}\""
            : ofService ? QueryOptions.RefuseEnterprise(request) : null;
        if (problem is not null)
        {
            await AgentAnswers.InvalidAsync(request, problem);
            return;
        }
        var set = new SetAgentMaintenance(local.Node, ofService ? request.Rest : "", isOn, request.Query.First("reason"));
        await AgentAnswers.WrittenAsync(request, await mediator.Send(set, request.Aborted));
    }
}
