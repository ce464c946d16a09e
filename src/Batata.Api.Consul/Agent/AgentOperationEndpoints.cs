using System.Net;
using Batata.Api.Consul.Http;
using Batata.Application.Agents;
using Batata.Application.Cluster;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace Batata.Api.Consul.Agent;

/// <summary>What an operator asks of a node. Protocol source: Consul <c>agent/agent_endpoint.go</c>.</summary>
internal sealed class AgentOperationEndpoints(
    ConsulMembers members, IMembers cluster, IMemberRemoval removal, IEnumerable<IAgentReload> reloads, ConsulGate gate, IHostApplicationLifetime lifetime) : IConsulEndpoints
{
    private static readonly string[] TokenKinds =
    [
        "default", "acl_token", "agent", "acl_agent_token", "agent_recovery", "agent_master", "acl_agent_master_token", "replication", "acl_replication_token",
        "config_file_service_registration", "dns", "dns_token",
    ];

    public void Map(ConsulRouteBuilder consul)
    {
        var write = ConsulPermission.Write(ConsulResource.Agent);
        consul.Path("/agent/reload").On("PUT", write, ReloadAsync);
        consul.Path("/agent/join/").On("PUT", write, JoinAsync);
        consul.Path("/agent/leave").On("PUT", write, LeaveAsync);
        consul.Path("/agent/force-leave/").On("PUT", ConsulPermission.Write(ConsulResource.Operator), ForceLeaveAsync);
        consul.Path("/agent/token/").On("PUT", write, TokenAsync);
    }

    private async Task ReloadAsync(ConsulRequest request)
    {
        foreach (var reload in reloads)
        {
            var done = await reload.ReloadAsync(request.Aborted);
            if (done.Ok) continue;
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, done.Failure.Message);
            return;
        }
        await ConsulAnswers.EmptyAsync(request.Http, StatusCodes.Status200OK);
    }

    /// <summary>Who is a member the member list says, and not a call: what is one already is joined, as in Consul, and nothing else can be.</summary>
    private Task JoinAsync(ConsulRequest request)
    {
        var address = request.Rest;
        if (QueryOptions.RefusePartition(request) is { } refused) return AgentAnswers.InvalidAsync(request, refused);
        if (request.Query.First("wan").Length > 0) return Fail(request, "This server joins no other datacenters: it knows its own alone");
        return cluster.Current.All.Any(member => address.Length > 0 && (address == member.Host || address == member.Address)) || IsLoopback(address)
            ? ConsulAnswers.EmptyAsync(request.Http, StatusCodes.Status200OK)
            : Fail(request, $"Failed to join {address}: it is no member of this cluster; nodes join by the member list (cluster.conf or nacos.member.list)");
    }

    /// <summary>This node itself, whatever address it is known by.</summary>
    private static bool IsLoopback(string address) => IPAddress.TryParse(address, out var ip) && IPAddress.IsLoopback(ip);

    /// <summary>A clean stop: the answer first, then what a node does that is told to end. It stays in the member list and is a member again when it starts.</summary>
    private async Task LeaveAsync(ConsulRequest request)
    {
        await ConsulAnswers.EmptyAsync(request.Http, StatusCodes.Status200OK);
        await request.Http.Response.CompleteAsync();
        lifetime.StopApplication();
    }

    /// <summary>Of a member that is lost, by the same guard of the majority that the member list has. One that is alive would come back at once.</summary>
    private async Task ForceLeaveAsync(ConsulRequest request)
    {
        var name = request.Rest;
        if (QueryOptions.RefusePartition(request) is { } refused)
        {
            await AgentAnswers.InvalidAsync(request, refused);
            return;
        }
        if (members.All(request.Query.Has("wan")).FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is not { } member)
        {
            await Fail(request, $"agent: No node found with name '{name}'");
            return;
        }
        var removed = await removal.RemoveAsync(member.Id, request.Aborted);
        if (removed.Ok) await ConsulAnswers.EmptyAsync(request.Http, StatusCodes.Status200OK);
        else await Fail(request, removed.Failure.Message);
    }

    private Task TokenAsync(ConsulRequest request)
    {
        if (gate.IsOpen) return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status401Unauthorized, "ACL support disabled");
        return TokenKinds.Contains(request.Rest)
            ? ConsulAnswers.TextAsync(request.Http, StatusCodes.Status501NotImplemented, "Tokens of the agent are not built yet in this release")
            : ConsulAnswers.TextAsync(request.Http, StatusCodes.Status404NotFound, $"Token \"{request.Rest}\" is unknown");
    }

    private static Task Fail(ConsulRequest request, string why) => ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, why);
}
