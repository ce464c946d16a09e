using System.Text.Json;
using Batata.Api.Consul.Http;
using Batata.Domain.Agents;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Agent;

/// <summary>How the agent's endpoints answer: nothing for a write that was done, plain text for a refusal.</summary>
internal static class AgentAnswers
{
    public static Task WrittenAsync(ConsulRequest request, Outcome<Done> written) =>
        written.Ok ? ConsulAnswers.EmptyAsync(request.Http, StatusCodes.Status200OK) : RefusedAsync(request, written.Failure);

    public static Task RefusedAsync(ConsulRequest request, Failure failure) => ConsulAnswers.TextAsync(
        request.Http,
        failure.Code switch
        {
            AgentFailures.UnknownCode => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status500InternalServerError,
        },
        ConsulFailures.TextOf(failure));

    public static Task InvalidAsync(ConsulRequest request, string problem) => ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, problem);

    public static Task JsonAsync(ConsulRequest request, Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK) =>
        ConsulAnswers.BytesAsync(request.Http, status, ConsulAnswers.Json, ConsulJson.Write(request.Query.Has("pretty"), write));

    /// <summary>Protocol source: Go <c>strconv.ParseBool</c>.</summary>
    public static bool TryBool(string text, out bool value)
    {
        value = text is "1" or "t" or "T" or "TRUE" or "true" or "True";
        return value || text is "0" or "f" or "F" or "FALSE" or "false" or "False";
    }
}
