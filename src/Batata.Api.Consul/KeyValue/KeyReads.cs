using Batata.Api.Consul.Http;
using Batata.Api.Consul.Reads;
using Batata.Application.KeyValue;
using Batata.Application.Watches;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Consul.KeyValue;

/// <summary>The three forms of <c>GET /v1/kv/</c>: one entry, entries under a prefix, keys alone.</summary>
internal sealed class KeyReads(IKeyQueries keys, StateReads reads)
{
    private static readonly KeyValuePair<string, string>[] RawHeaders = [new("X-Content-Type-Options", "nosniff"), new("Content-Security-Policy", "sandbox")];

    public Task ServeAsync(ConsulRequest request, QueryOptions query, string key)
    {
        var asked = request.Query;
        var pretty = asked.Has("pretty");
        if (asked.Has("keys"))
        {
            var separator = asked.Has("separator") ? asked.First("separator") : asked.First("seperator");
            return reads.ServeAsync(request, query, new StateRead([WatchTopic.KeysUnder(key)], token => KeysAsync(key, separator, pretty, token)));
        }
        if (asked.Has("recurse")) return reads.ServeAsync(request, query, new StateRead([WatchTopic.KeysUnder(key)], token => ListAsync(key, pretty, token)));
        if (key.Length == 0) return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, "Missing key name");
        var raw = asked.Has("raw");
        return reads.ServeAsync(request, query, new StateRead([WatchTopic.Key(key)], token => FindAsync(key, raw, pretty, token)));
    }

    private async ValueTask<StateAnswer> FindAsync(string key, bool raw, bool pretty, CancellationToken cancellationToken)
    {
        var (entry, index) = await keys.FindAsync(key, cancellationToken);
        if (entry is null) return Missing(index);
        return raw
            ? new StateAnswer(StatusCodes.Status200OK, ConsulAnswers.PlainText, entry.Value, index) { Headers = RawHeaders }
            : new StateAnswer(StatusCodes.Status200OK, ConsulAnswers.Json, KeyJson.Entries([entry], pretty), index);
    }

    private async ValueTask<StateAnswer> ListAsync(string prefix, bool pretty, CancellationToken cancellationToken)
    {
        var (entries, index) = await keys.ListAsync(prefix, cancellationToken);
        return entries.Count == 0
            ? Missing(index) with { IsMissing = false }
            : new StateAnswer(StatusCodes.Status200OK, ConsulAnswers.Json, KeyJson.Entries(entries, pretty), index);
    }

    private async ValueTask<StateAnswer> KeysAsync(string prefix, string separator, bool pretty, CancellationToken cancellationToken)
    {
        var (names, index) = await keys.KeysAsync(prefix, separator, cancellationToken);
        return names.Count == 0 && prefix.Length > 0
            ? Missing(index) with { IsMissing = false }
            : new StateAnswer(StatusCodes.Status200OK, ConsulAnswers.Json, KeyJson.Keys(names, pretty), index);
    }

    /// <summary>The index may be that of all keys, which moves with every write.</summary>
    private static StateAnswer Missing(ulong index) => new(StatusCodes.Status404NotFound, null, default, index) { IsMissing = true, IsVolatile = true };
}
