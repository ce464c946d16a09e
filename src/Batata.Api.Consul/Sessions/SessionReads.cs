using Batata.Api.Consul.Http;
using Batata.Api.Consul.Reads;
using Batata.Application.Sessions;
using Batata.Application.Watches;
using Batata.Domain.Sessions;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Sessions;

/// <summary>
/// The three reads of sessions. All report the index of all sessions; one session and those of a node wait for their own alone. What is not there is an empty list.
/// Protocol source: Consul <c>state/session.go</c>.
/// </summary>
internal sealed class SessionReads(ISessionQueries sessions, StateReads reads)
{
    public Task InfoAsync(ConsulRequest request)
    {
        if (Refuse(request, out var query) is { } refused) return BadAsync(request, refused);
        var (id, pretty) = (request.Rest, request.Query.Has("pretty"));
        if (id.Length == 0) return BadAsync(request, "Missing session");
        return ServeAsync(request, query, WatchTopic.Session(id), async token =>
        {
            var (session, index) = await sessions.FindAsync(id, token);
            return Answer(session is null ? [] : [session], index, pretty) with { IsMissing = session is null, IsVolatile = true };
        });
    }

    public async Task OfNodeAsync(ConsulRequest request)
    {
        if (Refuse(request, out var query) is { } refused)
        {
            await BadAsync(request, refused);
            return;
        }
        var (node, pretty) = (request.Rest, request.Query.Has("pretty"));
        if (node.Length == 0)
        {
            await BadAsync(request, "Missing node name");
            return;
        }
        // Where there is none, Consul's tree has nothing of the node's own to wait for.
        var hasNone = query.Index > 0 && (await sessions.OfNodeAsync(node, request.Aborted)).Sessions.Count == 0;
        await ServeAsync(request, query, hasNone ? WatchTopic.Sessions : WatchTopic.SessionsOfNode(node), async token =>
        {
            var (found, index) = await sessions.OfNodeAsync(node, token);
            return Answer(found, index, pretty) with { IsVolatile = true };
        });
    }

    public Task ListAsync(ConsulRequest request)
    {
        if (Refuse(request, out var query) is { } refused) return BadAsync(request, refused);
        var pretty = request.Query.Has("pretty");
        return ServeAsync(request, query, WatchTopic.Sessions, async token =>
        {
            var (found, index) = await sessions.ListAsync(token);
            return Answer(found, index, pretty);
        });
    }

    private static string? Refuse(ConsulRequest request, out QueryOptions query) => QueryOptions.Parse(request, out query) ?? QueryOptions.RefuseEnterprise(request);

    private static Task BadAsync(ConsulRequest request, string why) => ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, why);

    private static StateAnswer Answer(IReadOnlyList<Session> sessions, ulong index, bool pretty) =>
        new(StatusCodes.Status200OK, ConsulAnswers.Json, SessionJson.Sessions(sessions, pretty), index);

    private Task ServeAsync(ConsulRequest request, QueryOptions query, WatchTopic topic, Func<CancellationToken, ValueTask<StateAnswer>> read) =>
        reads.ServeAsync(request, query, new StateRead([topic], read));
}
