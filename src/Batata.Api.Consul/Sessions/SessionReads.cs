using Batata.Api.Consul.Http;
using Batata.Api.Consul.Reads;
using Batata.Application.Sessions;
using Batata.Application.Watches;
using Batata.Domain.Sessions;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.Sessions;

/// <summary>The three reads of sessions. All report the index of all sessions and wait for any of them. What is not there is an empty list.</summary>
internal sealed class SessionReads(ISessionQueries sessions, StateReads reads)
{
    public Task InfoAsync(ConsulRequest request)
    {
        if (Refuse(request, out var query) is { } refused) return BadAsync(request, refused);
        var (id, pretty) = (request.Rest, request.Query.Has("pretty"));
        if (id.Length == 0) return BadAsync(request, "Missing session");
        return ServeAsync(request, query, async token =>
        {
            var (session, index) = await sessions.FindAsync(id, token);
            return Answer(session is null ? [] : [session], index, pretty) with { IsMissing = session is null };
        });
    }

    public Task OfNodeAsync(ConsulRequest request)
    {
        if (Refuse(request, out var query) is { } refused) return BadAsync(request, refused);
        var (node, pretty) = (request.Rest, request.Query.Has("pretty"));
        if (node.Length == 0) return BadAsync(request, "Missing node name");
        return ServeAsync(request, query, async token =>
        {
            var (found, index) = await sessions.OfNodeAsync(node, token);
            return Answer(found, index, pretty);
        });
    }

    public Task ListAsync(ConsulRequest request)
    {
        if (Refuse(request, out var query) is { } refused) return BadAsync(request, refused);
        var pretty = request.Query.Has("pretty");
        return ServeAsync(request, query, async token =>
        {
            var (found, index) = await sessions.ListAsync(token);
            return Answer(found, index, pretty);
        });
    }

    private static string? Refuse(ConsulRequest request, out QueryOptions query) => QueryOptions.Parse(request, out query) ?? QueryOptions.RefuseEnterprise(request);

    private static Task BadAsync(ConsulRequest request, string why) => ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, why);

    private static StateAnswer Answer(IReadOnlyList<Session> sessions, ulong index, bool pretty) =>
        new(StatusCodes.Status200OK, ConsulAnswers.Json, SessionJson.Sessions(sessions, pretty), index);

    private Task ServeAsync(ConsulRequest request, QueryOptions query, Func<CancellationToken, ValueTask<StateAnswer>> read) =>
        reads.ServeAsync(request, query, new StateRead([new WatchTopic(WatchKind.Sessions)], read));
}
