using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Http;
using Batata.Application.Agents;
using Batata.Application.Sessions;
using Batata.Domain.Sessions;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Sessions;

/// <summary>Making, ending and renewing sessions. A body counts only when its length is told.</summary>
internal sealed class SessionWrites(
    IMediator mediator, ISessionRenewals renewals, ILocalAgent agent, IOptions<ConsulOptions> options)
{
    private readonly ConsulOptions _options = options.Value;

    public async Task CreateAsync(ConsulRequest request)
    {
        if (QueryOptions.RefuseEnterprise(request) is { } enterprise)
        {
            await TextAsync(request, StatusCodes.Status400BadRequest, enterprise);
            return;
        }
        var form = new SessionForm();
        if (request.Http.Request.ContentLength > 0)
        {
            var (read, problem) = await GoBody.ReadAsync(request, SessionForm.Shape);
            if (problem is not null)
            {
                await TextAsync(request, StatusCodes.Status400BadRequest, $"Request decode failed: {problem}");
                return;
            }
            form = read!;
        }
        Session? session = null;
        if ((RefuseDatacenter(QueryOptions.DatacenterOf(request)) ?? form.Read(agent.Node, _options.SessionTtlMinMs, out session)) is { } refused)
        {
            await TextAsync(request, StatusCodes.Status500InternalServerError, refused);
            return;
        }
        var made = await mediator.Send(new CreateSession(session!), request.Aborted);
        await (made.Ok
            ? ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, SessionJson.Id(made.Value.Id, request.Query.Has("pretty")))
            : TextAsync(request, StatusCodes.Status500InternalServerError, ConsulFailures.TextOf(made.Failure)));
    }

    public async Task DestroyAsync(ConsulRequest request)
    {
        if ((QueryOptions.RefuseEnterprise(request) ?? MissingId(request)) is { } bad)
        {
            await TextAsync(request, StatusCodes.Status400BadRequest, bad);
            return;
        }
        if (RefuseDatacenter(QueryOptions.DatacenterOf(request)) is { } refused)
        {
            await TextAsync(request, StatusCodes.Status500InternalServerError, refused);
            return;
        }
        var ended = await mediator.Send(new EndSessions([request.Rest]), request.Aborted);
        await (ended.Ok
            ? ConsulAnswers.BoolAsync(request.Http, true)
            : TextAsync(request, StatusCodes.Status500InternalServerError, ConsulFailures.TextOf(ended.Failure)));
    }

    public async Task RenewAsync(ConsulRequest request)
    {
        if ((QueryOptions.Parse(request, out var query) ?? QueryOptions.RefuseEnterprise(request) ?? MissingId(request)) is { } bad)
        {
            await TextAsync(request, StatusCodes.Status400BadRequest, bad);
            return;
        }
        if (RefuseDatacenter(query.Datacenter) is { } refused)
        {
            await TextAsync(request, StatusCodes.Status500InternalServerError, refused);
            return;
        }
        var session = await renewals.RenewAsync(request.Rest, request.Aborted);
        await (session is null
            ? TextAsync(request, StatusCodes.Status404NotFound, $"Session id '{request.Rest}' not found")
            : ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, SessionJson.Sessions([session], request.Query.Has("pretty"))));
    }

    private static string? MissingId(ConsulRequest request) => request.Rest.Length == 0 ? "Missing session" : null;

    private string? RefuseDatacenter(string datacenter) => datacenter.Length > 0 && datacenter != _options.Datacenter ? ConsulFailures.NoDatacenter : null;

    private static Task TextAsync(ConsulRequest request, int status, string text) => ConsulAnswers.TextAsync(request.Http, status, text);
}
