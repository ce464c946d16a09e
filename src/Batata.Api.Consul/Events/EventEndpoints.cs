using System.Globalization;
using Batata.Api.Consul.Http;
using Batata.Api.Consul.Reads;
using Batata.Application.Cluster;
using Batata.Application.Events;
using Batata.Application.Watches;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Events;

/// <summary><c>/v1/event/</c>. Protocol source: Consul <c>agent/event_endpoint.go</c>.</summary>
internal sealed class EventEndpoints(IMediator mediator, IEventQueries events, IClusterNodes nodes, MarkedReads reads, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    /// <summary>How many events an agent keeps.</summary>
    private const int Kept = 256;

    /// <summary>A payload is small; what is larger is not read.</summary>
    private const int MaxBodyBytes = 64 * 1024;

    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/event/fire/").On("PUT", ConsulPermission.Write(ConsulResource.Event), FireAsync);
        consul.Path("/event/list").On("GET", ConsulPermission.Filter(ConsulResource.Event), ListAsync);
    }

    private async Task FireAsync(ConsulRequest request)
    {
        var query = request.Query;
        if (request.Rest.Length == 0)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, "Missing name");
            return;
        }
        if (!options.Value.IsOwnDatacenter(request))
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.NoDatacenter);
            return;
        }
        if (await RequestBodies.ReadAsync(request.Http.Request, MaxBodyBytes, request.Aborted) is not { } payload)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status413PayloadTooLarge, $"Request body too large. Max allowed is {MaxBodyBytes} bytes.");
            return;
        }
        var fired = await mediator.Send(new FireEvent(request.Rest, payload, new EventFilters(query.First("node"), query.First("service"), query.First("tag"))), request.Aborted);
        await (fired.Ok
            ? ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, EventJson.Fired(fired.Value, query.Has("pretty")))
            : ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.TextOf(fired.Failure)));
    }

    /// <summary>Waits while the last one is the one that is known. The filters of an event are not those of a list: <c>node</c>, <c>service</c> and <c>tag</c> are not looked at.</summary>
    private async Task ListAsync(ConsulRequest request)
    {
        if (QueryOptions.Parse(request, out var query) is { } refused)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, refused);
            return;
        }
        var (name, pretty) = (request.Query.First("name"), request.Query.Has("pretty"));
        var found = await reads.ReadAsync(
            [new WatchTopic(WatchKind.Events)],
            async token =>
            {
                var all = await events.ListAsync(nodes.Self.Label, Kept, token);
                return name.Length == 0 ? all : [.. all.Where(one => one.Name == name)];
            },
            all => EventIndex.Of(all) == query.Index,
            query.Index == 0 ? null : reads.WaitOf(query, options.Value.MaxWaitMs),
            request.Aborted);
        request.Http.Response.Headers["X-Consul-Index"] = EventIndex.Of(found).ToString(CultureInfo.InvariantCulture);
        await ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, EventJson.List(found, pretty));
    }
}
