using System.Globalization;
using Batata.Api.Consul.Http;
using Batata.Api.Consul.KeyHistory;
using Batata.Application.KeyValue;
using MediatR;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.KeyValue;

/// <summary><c>PUT</c> and <c>DELETE</c> of keys. The order of the checks is Consul's: key, conflicting flags, numbers, size, then what the state says.</summary>
internal sealed class KeyWrites(IMediator mediator, IOptions<ConsulOptions> options)
{
    private readonly ConsulOptions _options = options.Value;

    public async Task PutAsync(ConsulRequest request, QueryOptions query, string key)
    {
        var asked = request.Query;
        if (key.Length == 0)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, "Missing key name");
            return;
        }
        if (key.Contains('\uFFFD', StringComparison.Ordinal))
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, "invalid key name, it is not UTF-8");
            return;
        }
        if ((asked.Has("cas") ? 1 : 0) + (asked.Has("acquire") ? 1 : 0) + (asked.Has("release") ? 1 : 0) > 1)
        {
            await ConflictingAsync(request);
            return;
        }
        if (!TryNumber(asked, "flags", out var flags, out var problem) || !TryNumber(asked, "cas", out var index, out problem))
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, problem!);
            return;
        }
        if (await BodyAsync(request.Http) is not { } value) return;
        var (verb, session) = asked.Has("acquire") ? (KeyVerb.Lock, asked.First("acquire"))
            : asked.Has("release") ? (KeyVerb.Unlock, asked.First("release"))
            : (asked.Has("cas") ? KeyVerb.Cas : KeyVerb.Set, "");
        await SendAsync(request, query, new WriteKey(verb, key, value, flags, index, session));
    }

    public Task DeleteAsync(ConsulRequest request, QueryOptions query, string key)
    {
        var asked = request.Query;
        if (asked.Has("recurse") && asked.Has("cas")) return ConflictingAsync(request);
        if (asked.Has("recurse")) return SendAsync(request, query, WriteKey.Delete(KeyVerb.DeleteTree, key));
        if (key.Length == 0) return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, "Missing key name");
        if (!TryNumber(asked, "cas", out var index, out var problem)) return ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, problem!);
        return SendAsync(request, query, WriteKey.Delete(asked.Has("cas") ? KeyVerb.DeleteCas : KeyVerb.Delete, key, index));
    }

    private async Task SendAsync(ConsulRequest request, QueryOptions query, WriteKey write)
    {
        if (query.Datacenter.Length > 0 && query.Datacenter != _options.Datacenter)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.NoDatacenter);
            return;
        }
        var written = await mediator.Send(write with { Author = KeyAuthors.Of(request) }, request.Aborted);
        await (written.Ok
            ? ConsulAnswers.BoolAsync(request.Http, written.Value)
            : ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.TextOf(written.Failure)));
    }

    /// <returns>Null when it was too large, and that was answered.</returns>
    private async Task<byte[]?> BodyAsync(HttpContext http)
    {
        var (length, max) = (http.Request.ContentLength, _options.MaxValueBytes);
        if (length > max)
        {
            await ConsulAnswers.TextAsync(
                http, StatusCodes.Status413PayloadTooLarge,
                string.Create(CultureInfo.InvariantCulture, $"Request body({length} bytes) too large, max size: {max} bytes. See https://developer.hashicorp.com/docs/agent/config/config-files#kv_max_value_size."));
            return null;
        }
        if (await RequestBodies.ReadAsync(http.Request, max, http.RequestAborted) is { } body) return body;
        await ConsulAnswers.TextAsync(http, StatusCodes.Status413PayloadTooLarge, string.Create(CultureInfo.InvariantCulture, $"Request body too large. Max allowed is {max} bytes."));
        return null;
    }

    private static bool TryNumber(ConsulQuery asked, string name, out ulong value, out string? problem)
    {
        (value, problem) = (0, null);
        if (!asked.Has(name) || GoNumber.TryParseUnsigned(asked.First(name), out value)) return true;
        problem = GoNumber.UnsignedProblem(asked.First(name));
        return false;
    }

    private static Task ConflictingAsync(ConsulRequest request) =>
        ConsulAnswers.TextAsync(request.Http, StatusCodes.Status400BadRequest, $"Conflicting flags: {request.Query}\n");
}
