using Batata.Api.Consul.Http;
using Batata.Application.Cluster;
using Batata.Application.Go;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Operator;

/// <summary><c>/v1/operator/raft/</c>: who holds the log. Protocol source: Consul <c>agent/operator_endpoint.go</c>.</summary>
internal sealed class RaftEndpoints(OperatorServers servers, IClusterOperations operations, IMemberRemoval removal, OperatorGuard guard) : IConsulEndpoints
{
    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/operator/raft/configuration").On("GET", ConsulPermission.Read(ConsulResource.Operator), ConfigurationAsync);
        consul.Path("/operator/raft/transfer-leader").On("POST", ConsulPermission.Write(ConsulResource.Operator), TransferAsync);
        consul.Path("/operator/raft/peer").On("DELETE", ConsulPermission.Write(ConsulResource.Operator), RemoveAsync);
    }

    private async Task ConfigurationAsync(ConsulRequest request)
    {
        if (await guard.RefusesAsync(request)) return;
        var all = servers.All();
        await ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, ConsulJson.Write(request.Query.Has("pretty"), json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("Servers"u8);
            foreach (var server in all)
            {
                json.WriteStartObject();
                json.WriteString("ID"u8, server.Id);
                json.WriteString("Node"u8, server.Name);
                json.WriteString("Address"u8, server.Address);
                json.WriteBoolean("Leader"u8, server.IsLeader);
                json.WriteString("ProtocolVersion"u8, "3");
                json.WriteBoolean("Voter"u8, server.Votes);
                json.WriteNumber("LastIndex"u8, server.LastIndex);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteNumber("Index"u8, 0);
            json.WriteEndObject();
        }));
    }

    private async Task TransferAsync(ConsulRequest request)
    {
        if (await guard.RefusesAsync(request)) return;
        var (all, id) = (servers.All(), request.Query.First("id"));
        var to = all.FirstOrDefault(server => server.Id == id);
        var problem = all.Count == 1 && id.Length == 0 ? "cannot find peer"
            : id.Length > 0 && to is null ? $"Could not find address for server id {id}"
            : to is { IsLeader: true } ? "cannot transfer leadership to itself"
            : null;
        if (problem is null)
        {
            var changed = await operations.TransferLeadershipAsync(to?.Member, request.Aborted);
            problem = changed.Failure?.Message;
        }
        if (problem is not null) await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, problem);
        else await ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, """{"Success":true}"""u8.ToArray());
    }

    /// <summary>Of a member that is lost. One that is alive is taken out by the member list.</summary>
    private async Task RemoveAsync(ConsulRequest request)
    {
        if (await guard.RefusesAsync(request)) return;
        var (id, address) = (request.Query.First("id"), request.Query.First("address"));
        if (id.Length == 0 == (address.Length == 0))
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, id.Length > 0
                ? "Must specify only one of ?id or ?address"
                : "Must specify either ?id with the server's ID or ?address with IP:port of peer to remove");
            return;
        }
        var server = servers.All().FirstOrDefault(one => id.Length > 0 ? one.Id == id : one.Address == address);
        var problem = server is null
            ? $"{(id.Length > 0 ? "id" : "address")} {GoQuote.Of(id.Length > 0 ? id : address)} was not found in the Raft configuration"
            : (await removal.RemoveAsync(Guid.Parse(server.Id), request.Aborted)).Failure?.Message;
        if (problem is not null) await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, problem);
        else await ConsulAnswers.EmptyAsync(request.Http, StatusCodes.Status200OK);
    }
}
