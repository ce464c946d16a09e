using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Http;
using Batata.Api.Consul.Reads;
using Batata.Application.Cluster;
using Batata.Application.Coordinates;
using Batata.Application.Watches;
using Batata.Domain.Coordinates;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Coordinates;

/// <summary><c>/v1/coordinate/</c>. Protocol source: Consul <c>agent/coordinate_endpoint.go</c>.</summary>
internal sealed class CoordinateEndpoints(
    ICoordinateQueries coordinates, ICoordinateUpdates updates, StateReads reads, IClusterNodes nodes, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/coordinate/datacenters").On("GET", ConsulPermission.Open, DatacentersAsync);
        consul.Path("/coordinate/nodes").On("GET", ConsulPermission.Filter(ConsulResource.Node), NodesAsync);
        consul.Path("/coordinate/node/").On("GET", ConsulPermission.Read(ConsulResource.Node), NodeAsync);
        consul.Path("/coordinate/update").On("PUT", ConsulPermission.Write(ConsulResource.Node), UpdateAsync);
    }

    /// <summary>There is one datacenter, and its servers are the nodes of the cluster.</summary>
    private async Task DatacentersAsync(ConsulRequest request)
    {
        var servers = new List<NodeCoordinate>();
        foreach (var node in nodes.All())
        {
            var (places, _) = await coordinates.FindAsync(node.Label, request.Aborted);
            servers.Add(places.FirstOrDefault(static place => place.Segment.Length == 0) ?? new NodeCoordinate(node.Label, "", Coordinate.Origin));
        }
        await ConsulAnswers.BytesAsync(
            request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, CoordinateJson.Datacenter(options.Value.Datacenter, servers, request.Query.Has("pretty")));
    }

    private Task NodesAsync(ConsulRequest request)
    {
        if (Refuse(request, out var query) is { } refused) return BadAsync(request, refused);
        var pretty = request.Query.Has("pretty");
        return reads.ServeAsync(request, query, new StateRead([new WatchTopic(WatchKind.Coordinates)], async token =>
        {
            var (places, index) = await coordinates.ListAsync(token);
            return Answer(OfSegment(request, places), index, pretty);
        }));
    }

    /// <summary>A node without one is not found, and that answer has no index.</summary>
    private Task NodeAsync(ConsulRequest request)
    {
        if (Refuse(request, out var query) is { } refused) return BadAsync(request, refused);
        var (node, pretty) = (request.Rest, request.Query.Has("pretty"));
        return reads.ServeAsync(request, query, new StateRead([new WatchTopic(WatchKind.Coordinates)], async token =>
        {
            var (places, index) = await coordinates.FindAsync(node, token);
            var found = OfSegment(request, places);
            return found.Count > 0 ? Answer(found, index, pretty) : new StateAnswer(StatusCodes.Status404NotFound, null, default, index) { IsBare = true };
        }));
    }

    private async Task UpdateAsync(ConsulRequest request)
    {
        if (QueryOptions.RefusePartition(request) is { } enterprise)
        {
            await BadAsync(request, enterprise);
            return;
        }
        var (form, problem) = await GoBody.ReadAsync(request, CoordinateForm.Shape);
        if (problem is not null || form is null)
        {
            await BadAsync(request, $"Request decode failed: {problem}");
            return;
        }
        if (form.Coord is not { } given)
        {
            await BadAsync(request, "Missing Coord"); // the real server loses the connection
            return;
        }
        var coordinate = new Coordinate(given.Vec, given.Error, given.Adjustment, given.Height);
        var refused = form.Datacenter.Length > 0 && form.Datacenter != options.Value.Datacenter ? ConsulFailures.NoDatacenter
            : !coordinate.IsValid ? "invalid coordinate"
            : !coordinate.IsCompatible ? "incompatible coordinate"
            : null;
        if (refused is not null)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, refused);
            return;
        }
        updates.Take(new NodeCoordinate(form.Node, form.Segment, coordinate));
        await ConsulAnswers.EmptyAsync(request.Http, StatusCodes.Status200OK);
    }

    private static IReadOnlyList<NodeCoordinate> OfSegment(ConsulRequest request, IReadOnlyList<NodeCoordinate> places) =>
        request.Query.Has("segment") ? [.. places.Where(place => place.Segment == request.Query.First("segment"))] : places;

    private static StateAnswer Answer(IReadOnlyList<NodeCoordinate> places, ulong index, bool pretty) =>
        new(StatusCodes.Status200OK, ConsulAnswers.Json, CoordinateJson.Nodes(places, pretty), index);

    private static string? Refuse(ConsulRequest request, out QueryOptions query) => QueryOptions.Parse(request, out query) ?? QueryOptions.RefusePartition(request);

    private static Task BadAsync(ConsulRequest request, string why) => ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, why);
}
