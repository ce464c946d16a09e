using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Catalog;
using Batata.Api.Consul.Filters;
using Batata.Api.Consul.Http;
using Batata.Application.Agents;
using Batata.Domain.Agents;
using Batata.Domain.Catalog;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Agent;

/// <summary>Checks of the agent: registered, read, and reported by clients when they have a TTL. Protocol source: Consul <c>agent/agent_endpoint.go</c>.</summary>
internal sealed class AgentCheckEndpoints(
    IMediator mediator, AgentLookup lookup, TtlReports ttl, ICheckReports reports, IAgentQueries agents, ILocalAgent local, FilterSchemas schemas, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/agent/checks").On("GET", ConsulPermission.Filter(ConsulResource.Node), ListAsync);
        consul.Path("/agent/check/register").On("PUT", ConsulPermission.Write(ConsulResource.Node), RegisterAsync);
        consul.Path("/agent/check/deregister/").On("PUT", ConsulPermission.Write(ConsulResource.Node), DeregisterAsync);
        consul.Path("/agent/check/pass/").On("PUT", ConsulPermission.Write(ConsulResource.Node), request => NoteAsync(request, CheckStatus.Passing));
        consul.Path("/agent/check/warn/").On("PUT", ConsulPermission.Write(ConsulResource.Node), request => NoteAsync(request, CheckStatus.Warning));
        consul.Path("/agent/check/fail/").On("PUT", ConsulPermission.Write(ConsulResource.Node), request => NoteAsync(request, CheckStatus.Critical));
        consul.Path("/agent/check/update/").On("PUT", ConsulPermission.Write(ConsulResource.Node), UpdateAsync);
    }

    private async Task ListAsync(ConsulRequest request)
    {
        if (QueryOptions.RefuseEnterprise(request) is { } refused)
        {
            await AgentAnswers.InvalidAsync(request, refused);
            return;
        }
        if (Filter.Parse(request.Query.First("filter"), schemas.Check, out var filter) is { } problem)
        {
            // This one endpoint says the rest alone.
            var text = problem.StartsWith(Filter.Prefix, StringComparison.Ordinal) ? problem[Filter.Prefix.Length..] : problem;
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, text);
            return;
        }
        var checks = await agents.ChecksAsync(local.Node, request.Aborted);
        await AgentAnswers.JsonAsync(request, json =>
        {
            json.WriteStartObject();
            foreach (var check in checks)
            {
                var state = check.State with { Output = reports.OutputOf(check) };
                if (!filter.Matches(state)) continue;
                json.WritePropertyName(check.Id);
                CheckJson.Write(json, state);
            }
            json.WriteEndObject();
        });
    }

    private async Task RegisterAsync(ConsulRequest request)
    {
        var (form, problem) = await FormAsync(request);
        if (form is null)
        {
            await AgentAnswers.InvalidAsync(request, problem!);
            return;
        }
        if (CheckRules.Unsupported(form, options.Value.RunsScripts, isFromFile: false) is { } unsupported)
        {
            if (form.ServiceId.Length > 0 && await lookup.ServiceAsync(form.ServiceId, request.Aborted) is null)
            {
                await AgentAnswers.RefusedAsync(request, AgentFailures.NoSuchService(form.ServiceId));
                return;
            }
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, unsupported);
            return;
        }
        var token = form.Token.Length > 0 ? form.Token : request.Token ?? "";
        await AgentAnswers.WrittenAsync(request, await mediator.Send(new RegisterAgentCheck(CheckForms.Single(local.Node, form, token, isFromFile: false)), request.Aborted));
    }

    private static async Task<(CheckForm? Form, string? Problem)> FormAsync(ConsulRequest request)
    {
        if (QueryOptions.RefuseEnterprise(request) is { } refused) return (null, refused);
        var (form, undecoded) = await GoBody.ReadAsync(request, CheckForm.Single);
        if (form is null) return (null, $"Request decode failed: {undecoded}");
        if (form.Name.Length == 0) return (null, "Missing check name");
        if (!CheckRules.IsStatus(form.Status)) return (null, "Bad check status");
        return CheckRules.Problem(form) is { } invalid ? (null, $"Invalid check: {invalid}") : (form, null);
    }

    private async Task DeregisterAsync(ConsulRequest request)
    {
        if (QueryOptions.RefuseEnterprise(request) is { } refused) await AgentAnswers.InvalidAsync(request, refused);
        else await AgentAnswers.WrittenAsync(request, await mediator.Send(new DeregisterAgent(local.Node, IsService: false, request.Rest), request.Aborted));
    }

    private async Task NoteAsync(ConsulRequest request, string status)
    {
        if (QueryOptions.RefuseEnterprise(request) is { } refused) await AgentAnswers.InvalidAsync(request, refused);
        else await AgentAnswers.WrittenAsync(request, await ttl.ReportAsync(request.Rest, status, request.Query.First("note"), request.Aborted));
    }

    private async Task UpdateAsync(ConsulRequest request)
    {
        var (form, undecoded) = await GoBody.ReadAsync(request, CheckUpdateForm.Shape);
        var problem = form is null ? $"Request decode failed: {undecoded}"
            : form.Status is not (CheckStatus.Passing or CheckStatus.Warning or CheckStatus.Critical) ? $"Invalid check status: '{form.Status}'"
            : QueryOptions.RefuseEnterprise(request);
        if (problem is not null) await AgentAnswers.InvalidAsync(request, problem);
        else await AgentAnswers.WrittenAsync(request, await ttl.ReportAsync(request.Rest, form!.Status, form.Output, request.Aborted));
    }
}

internal sealed class CheckUpdateForm
{
    public static readonly BodyShape<CheckUpdateForm> Shape = new BodyShape<CheckUpdateForm>("agent.checkUpdate")
        .Text("Status", static (form, value) => form.Status = value)
        .Text("Output", static (form, value) => form.Output = value);

    public string Status { get; set; } = "";

    public string Output { get; set; } = "";
}
