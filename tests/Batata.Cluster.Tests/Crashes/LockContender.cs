using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Batata.Testing;
using Batata.Testing.Nodes;

namespace Batata.Cluster.Tests.Crashes;

/// <summary>
/// One that wants a lock again and again, as Consul's clients do: a session, an acquisition, work behind a check of the session, and the release. Now and then
/// it dies with the lock, and later its ghost tries to go on working.
/// </summary>
internal sealed class LockContender(NodeProcess node, LockModel model, string name, int seed)
{
    public static readonly TimeSpan Ttl = TimeSpan.FromSeconds(1);

    private static readonly HttpClient _http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 512, PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5) }) { Timeout = TimeSpan.FromSeconds(30) };

    private readonly Random _random = new(seed);
    private long _safeUntil;

    public int Deaths { get; private set; }

    public int Ghosts { get; private set; }

    /// <summary>Until the lock was acquired so many times by all.</summary>
    public async Task RunAsync(int acquisitions, Action acquired)
    {
        string? session = null;
        var index = 1UL;
        while (model.Acquisitions < acquisitions)
        {
            session ??= await CreateSessionAsync();
            if (session is null || !await RenewAsync(session))
            {
                session = null;
                continue;
            }
            if (await AcquireAsync(session) is not { } lockIndex)
            {
                index = await WaitForChangeAsync(index);
                continue;
            }
            var hold = model.Acquired(session, lockIndex, _safeUntil);
            acquired();
            await WorkAsync(hold);
            if (_random.Next(10) == 0)
            {
                Deaths++;
                model.Ends(hold); // its session will run out, or is ended for it
                if (_random.Next(2) == 0) await SendAsync(HttpMethod.Put, $"/v1/session/destroy/{session}");
                await HauntAsync(hold);
                session = null;
                continue;
            }
            model.Ends(hold);
            await SendAsync(HttpMethod.Put, $"/v1/kv/locks/{name}?release={session}");
        }
        if (session is not null) await SendAsync(HttpMethod.Put, $"/v1/session/destroy/{session}");
    }

    private async Task<string?> CreateSessionAsync()
    {
        var begun = Stopwatch.GetTimestamp();
        var made = await SendAsync(HttpMethod.Put, "/v1/session/create", $$"""{"TTL":"{{Ttl.TotalMilliseconds}}ms","LockDelay":"20ms"}""");
        if (made is not { Status: HttpStatusCode.OK }) return null;
        SafeFrom(begun);
        return JsonDocument.Parse(made.Body).RootElement.GetProperty("ID").GetString();
    }

    /// <summary>Its time begins in the server not before it is asked for.</summary>
    private async Task<bool> RenewAsync(string session)
    {
        var begun = Stopwatch.GetTimestamp();
        var renewed = await SendAsync(HttpMethod.Put, $"/v1/session/renew/{session}");
        if (renewed is { Status: HttpStatusCode.OK }) SafeFrom(begun);
        return renewed is { Status: HttpStatusCode.OK };
    }

    /// <returns>The LockIndex; null when it has not got the lock. Without an answer it looks whether it has.</returns>
    private async Task<ulong?> AcquireAsync(string session)
    {
        var answer = await SendAsync(HttpMethod.Put, $"/v1/kv/locks/{name}?acquire={session}", session);
        if (answer is { Body: not "true" }) return null;
        while (true)
        {
            var read = await SendAsync(HttpMethod.Get, $"/v1/kv/locks/{name}?consistent");
            if (read is null) continue; // the server is back, ask again
            if (read.Status == HttpStatusCode.NotFound) return null;
            var entry = JsonDocument.Parse(read.Body).RootElement[0];
            var holder = entry.TryGetProperty("Session", out var held) ? held.GetString() : "";
            if (holder == session) return entry.GetProperty("LockIndex").GetUInt64();
            // It was told that it has the lock, and its time is not over: then it has.
            Assert.True(answer is null || Stopwatch.GetTimestamp() >= _safeUntil, $"{session} was told that it holds {name}, and the key says '{holder}'");
            return null;
        }
    }

    /// <summary>Writes its LockIndex where all holders do, if the key still says that it holds the lock.</summary>
    private async Task WorkAsync(LockModel.Hold hold)
    {
        var before = await WriteFencedAsync(hold);
        if (before is { } last) Assert.True(last <= hold.Index, $"{hold.Session} works with {hold.Index}, and somebody has worked with {last}");
        else Assert.False(hold.IsSafe, $"{hold.Session} holds {name} with {hold.Index} and was not let in");
    }

    /// <summary>It does not know that it is dead. Either nobody came after it, or it is kept out.</summary>
    private async Task HauntAsync(LockModel.Hold hold)
    {
        if (await WriteFencedAsync(hold) is not { } before) return;
        Ghosts++;
        Assert.Equal(hold.Index, before);
    }

    /// <returns>What was there before; null when it does not hold the lock.</returns>
    private async Task<ulong?> WriteFencedAsync(LockModel.Hold hold)
    {
        var value = Convert.ToBase64String(Encoding.ASCII.GetBytes(hold.Index.ToString(CultureInfo.InvariantCulture)));
        while (true)
        {
            var done = await SendAsync(HttpMethod.Put, "/v1/txn",
                $$$"""
                [{"KV":{"Verb":"check-session","Key":"locks/{{{name}}}","Session":"{{{hold.Session}}}"}},{"KV":{"Verb":"get-or-empty","Key":"work/{{{name}}}"}},
                 {"KV":{"Verb":"set","Key":"work/{{{name}}}","Value":"{{{value}}}"}}]
                """);
            if (done is null) continue; // it was done or not, and can be done twice
            if (done.Status == HttpStatusCode.Conflict) return null;
            Assert.True(done.Status == HttpStatusCode.OK, done.Body);
            var before = JsonDocument.Parse(done.Body).RootElement.GetProperty("Results")[1].GetProperty("KV").GetProperty("Value").GetString();
            return before is null ? 0 : ulong.Parse(Encoding.ASCII.GetString(Convert.FromBase64String(before)), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The end of a lock delay is no change, so it waits for a moment only.</summary>
    private async Task<ulong> WaitForChangeAsync(ulong index)
    {
        var read = await SendAsync(HttpMethod.Get, $"/v1/kv/locks/{name}?index={index}&wait=100ms");
        return read?.Index ?? 1;
    }

    /// <returns>Null when nobody answered, or not with an answer of Consul's; the server is back then.</returns>
    private async Task<Answer?> SendAsync(HttpMethod method, string path, string? body = null)
    {
        try
        {
            using var request = new HttpRequestMessage(method, node.Consul + path) { Content = body is null ? null : new StringContent(body) };
            using var response = await _http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.InternalServerError)
                return new Answer(response.StatusCode, text, response.Headers.TryGetValues("X-Consul-Index", out var index) ? ulong.Parse(index.First(), CultureInfo.InvariantCulture) : 1);
            if (text.Contains("invalid session", StringComparison.Ordinal)) return new Answer(response.StatusCode, text, 1);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            // it was killed
        }
        await Wait.UntilAsync(IsBackAsync, "the server to come back", TimeSpan.FromMinutes(2));
        return null;
    }

    private async Task<bool> IsBackAsync()
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(node.Consul + "/v1/session/list"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    private void SafeFrom(long begun) => _safeUntil = begun + (long)(2 * Ttl.TotalSeconds * Stopwatch.Frequency);

    private sealed record Answer(HttpStatusCode Status, string Body, ulong Index);
}
