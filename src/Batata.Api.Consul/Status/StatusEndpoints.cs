using Batata.Api.Consul.Http;
using Batata.Application.Cluster;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Status;

/// <summary>
/// <c>/v1/status/</c>: who leads and who votes, by the addresses of the log (the Raft port, which stands where Consul has its 8300). Answered by every node from what it
/// knows, also without a leader. Protocol source: Consul <c>agent/status_endpoint.go</c>.
/// </summary>
internal sealed class StatusEndpoints(IClusterNodes nodes, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    public void Map(ConsulRouteBuilder consul)
    {
        consul.Path("/status/leader").On("GET", ConsulPermission.Open, request => AnswerAsync(request, json => json.WriteStringValue(Leader(nodes.Self))));
        consul.Path("/status/peers").On("GET", ConsulPermission.Open, request => AnswerAsync(request, json =>
        {
            json.WriteStartArray();
            foreach (var voter in Voters(nodes.Self)) json.WriteStringValue(voter);
            json.WriteEndArray();
        }));
    }

    private static string Leader(ClusterNode self) => self.Log?.Leader?.RaftAddress ?? "";

    private static IEnumerable<string> Voters(ClusterNode self) => self.Log is { Voters.Count: > 0 } log ? log.Voters.Select(static voter => voter.RaftAddress) : [self.Name.RaftAddress];

    private Task AnswerAsync(ConsulRequest request, Action<System.Text.Json.Utf8JsonWriter> write)
    {
        if (QueryOptions.Parse(request, out _) is { } refused) return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, refused);
        return options.Value.IsOwnDatacenter(request)
            ? ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, ConsulJson.Write(request.Query.Has("pretty"), write))
            : ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.NoDatacenter);
    }
}
