using System.Globalization;
using Batata.Api.Consul.Filters;
using Batata.Api.Consul.Http;
using Batata.Application.Agents;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Agent;

/// <summary>What a node tells of itself, its machine and its neighbours. Protocol source: Consul <c>agent/agent_endpoint.go</c>.</summary>
internal sealed class AgentInfoEndpoints(AgentSelf self, ConsulMembers members, FilterSchemas schemas, IHostFacts host) : IConsulEndpoints
{
    private const string AllSegments = "_all";

    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/agent/self").On("GET", ConsulPermission.Read(ConsulResource.Agent), SelfAsync);
        consul.Path("/agent/members").On("GET", ConsulPermission.Filter(ConsulResource.Node), MembersAsync);
        consul.Path("/agent/host").On("GET", ConsulPermission.Read(ConsulResource.Operator), HostAsync);
        consul.Path("/agent/version").On("GET", ConsulPermission.Open, VersionAsync);
    }

    private async Task SelfAsync(ConsulRequest request)
    {
        var read = await self.ReadAsync(request.Aborted);
        await JsonAsync(request, json => SelfJson.Write(json, read));
    }

    private Task MembersAsync(ConsulRequest request)
    {
        var (wan, segment) = (request.Query.First("wan").Length > 0, request.Query.First("segment"));
        var isOther = segment is not ("" or AllSegments);
        if (isOther && wan) return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, "Cannot provide a segment with wan=true");
        if (QueryOptions.RefusePartition(request) is { } partition) return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, partition);
        if (isOther) return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, "Network segments are not supported in this version of Consul");
        if (Filter.Parse(request.Query.First("filter"), schemas.Member, out var filter) is { } refused)
            return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, refused);
        var all = members.All(wan).Where(member => filter.IsNone || filter.Matches(MemberJson.Of(member))).ToList();
        return JsonAsync(request, json =>
        {
            json.WriteStartArray();
            foreach (var member in all) MemberJson.Write(json, member);
            json.WriteEndArray();
        });
    }

    private Task HostAsync(ConsulRequest request)
    {
        var facts = host.Collect();
        return JsonAsync(request, json => HostJson.Write(json, facts));
    }

    private Task VersionAsync(ConsulRequest request) => JsonAsync(request, static json =>
    {
        json.WriteStartObject();
        json.WriteString("SHA"u8, ConsulVersion.Revision);
        json.WriteString("BuildDate"u8, ConsulVersion.BuiltAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteString("HumanVersion"u8, $"{ConsulVersion.Text}+{ConsulVersion.Metadata}");
        json.WriteString("FIPS"u8, "");
        json.WriteEndObject();
    });

    private static Task JsonAsync(ConsulRequest request, Action<System.Text.Json.Utf8JsonWriter> write) =>
        ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, ConsulJson.Write(request.Query.Has("pretty"), write));
}
