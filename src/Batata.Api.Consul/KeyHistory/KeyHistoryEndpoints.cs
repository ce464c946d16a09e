using Batata.Api.Consul.Http;
using Batata.Api.Consul.KeyValue;
using Batata.Api.Consul.Reads;
using Batata.Application.KeyHistory;
using Batata.Application.KeyValue;
using Batata.Application.Watches;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.KeyHistory;

/// <summary>
/// <c>/v1/kv-history/{key}</c>, an addition of Batata: who wrote a key when, and what it was; and back to that. It reads like the key itself, in the same consistency
/// modes, and putting back is a write like any other. <c>index</c> names a version.
/// </summary>
internal sealed class KeyHistoryEndpoints(
    IKeyHistoryQueries history, StateReads reads, Freshness freshness, IMediator mediator, IOptions<ConsulOptions> options) : IConsulEndpoints
{
    private const int DefaultLimit = 50;
    private const int MaxLimit = 1_000;

    public void Map(ConsulRouteBuilder consul) => consul.Path("/kv-history/")
        .On("GET", ConsulPermission.Read(ConsulResource.Key), ReadAsync)
        .On("PUT", ConsulPermission.Write(ConsulResource.Key), RestoreAsync);

    private async Task ReadAsync(ConsulRequest request)
    {
        var key = request.Rest;
        if ((QueryOptions.Parse(request, out var query) ?? QueryOptions.RefuseEnterprise(request) ?? Clean(ref key)) is { } refused)
        {
            await BadAsync(request, refused);
            return;
        }
        if (!TryNumber(request, "before", out var before) || !TryNumber(request, "limit", out var asked))
        {
            await BadAsync(request, "before and limit are whole numbers");
            return;
        }
        var (pretty, limit) = (request.Query.Has("pretty"), asked == 0 ? DefaultLimit : (int)Math.Min(asked, MaxLimit));
        if (query.Index == 0)
            await reads.ServeAsync(request, query, new StateRead([WatchTopic.Key(key)], token => ListAsync(key, before, limit, pretty, token)));
        else
            await OneAsync(request, query, key, pretty);
    }

    /// <summary>What <c>index</c> names; nothing waits here.</summary>
    private async Task OneAsync(ConsulRequest request, QueryOptions query, string key, bool pretty)
    {
        if (!options.Value.IsOwnDatacenter(request))
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.NoDatacenter);
            return;
        }
        await freshness.ReachAsync(query, request.Aborted);
        await (await history.FindAsync(key, query.Index, request.Aborted) is { } found
            ? ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status200OK, ConsulAnswers.Json, KeyHistoryJson.One(found, pretty))
            : ConsulAnswers.BytesAsync(request.Http, StatusCodes.Status404NotFound, null, default));
    }

    /// <summary>It is not kept: nobody is told when versions are forgotten.</summary>
    private async ValueTask<StateAnswer> ListAsync(string key, ulong before, int limit, bool pretty, CancellationToken cancellationToken)
    {
        var found = await history.ListAsync(key, before, limit + 1, cancellationToken);
        var index = found.Count > 0 ? found[0].Index : 0;
        return found.Count == 0
            ? new StateAnswer(StatusCodes.Status404NotFound, null, default, index) { IsMissing = true, IsVolatile = true }
            : new StateAnswer(StatusCodes.Status200OK, ConsulAnswers.Json, KeyHistoryJson.List([.. found.Take(limit)], hasMore: found.Count > limit, pretty), index) { IsVolatile = true };
    }

    private async Task RestoreAsync(ConsulRequest request)
    {
        var key = request.Rest;
        if ((QueryOptions.RefuseEnterprise(request) ?? Clean(ref key)) is { } refused)
        {
            await BadAsync(request, refused);
            return;
        }
        if (!TryNumber(request, "index", out var version) || version == 0 || !TryNumber(request, "cas", out var expected))
        {
            await BadAsync(request, "index says which version to put back; both it and cas are whole numbers");
            return;
        }
        if (!options.Value.IsOwnDatacenter(request))
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.NoDatacenter);
            return;
        }
        await freshness.ReachAsync(QueryOptions.Default, request.Aborted);
        if (await history.FindAsync(key, version, request.Aborted) is not { } found)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status404NotFound, $"Version {version} of the key is not known");
            return;
        }
        if (found.Value is not { } value)
        {
            await BadAsync(request, found.IsDelete ? $"Version {version} is where the key was deleted" : $"The value of version {version} was too large to be kept");
            return;
        }
        var verb = request.Query.Has("cas") ? KeyVerb.Cas : KeyVerb.Set;
        var written = await mediator.Send(new WriteKey(verb, key, value, found.Flags, expected, "") { Author = KeyAuthors.Of(request) with { RestoredFrom = version } }, request.Aborted);
        await (written.Ok
            ? ConsulAnswers.BoolAsync(request.Http, written.Value)
            : ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.TextOf(written.Failure)));
    }

    private string? Clean(ref string key) => key.Length == 0 ? "Missing key name" : options.Value.ValidatesKeys ? KeyNames.Clean(ref key) : null;

    private static bool TryNumber(ConsulRequest request, string name, out ulong value)
    {
        value = 0;
        return request.Query.First(name) is { Length: 0 } || GoNumber.TryParseUnsigned(request.Query.First(name), out value);
    }

    private static Task BadAsync(ConsulRequest request, string why) => ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, why);
}
