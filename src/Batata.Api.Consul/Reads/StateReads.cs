using Batata.Api.Consul.Http;
using Batata.Application.Watches;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Reads;

/// <summary>
/// Every read of Consul's state: consistency, blocking, headers. Equal questions share one answer, which is kept until something that it shows
/// changes, so that ten thousand that wait for one prefix cost one read when it moves. Protocol source: Consul <c>blockingquery</c>.
/// </summary>
internal sealed class StateReads(
    IWatches watches, Freshness freshness, LeaderContacts contacts, ConsulGate gate, IOptions<ConsulOptions> options, TimeProvider time)
{
    /// <summary>Parameters that say how to read, and not what.</summary>
    private static readonly HashSet<string> NotInQuestion =
        ["index", "wait", "stale", "consistent", "leader", "max_stale", "cached", "token", "dc", "datacenter"];

    private readonly ConsulOptions _options = options.Value;
    private readonly AnswerStore _answers = new(watches, options.Value.AnswerCacheBytes, time);

    /// <summary>The hot path: a plain question that was answered and whose answer holds, on a node that may answer it. Null for all else.</summary>
    public Task? TryServe(HttpContext http)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || !gate.IsOpen || http.Request.Headers.CacheControl.Count > 0) return null;
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!_answers.TryFind(target, out var shared, out var answer) || !freshness.IsKnown || HasEnterpriseHeader(http)) return null;
        ConsulHeaders.WriteCommon(http.Response.Headers, gate.DefaultPolicy);
        return WriteAsync(http, answer, new LeaderContact(true, 0), shared.SaysConsistency ? "leader" : null);
    }

    public async Task ServeAsync(ConsulRequest request, QueryOptions query, StateRead read)
    {
        if (query.Datacenter.Length > 0 && query.Datacenter != _options.Datacenter)
        {
            await ConsulAnswers.TextAsync(request.Http, StatusCodes.Status500InternalServerError, ConsulFailures.NoDatacenter);
            return;
        }
        var consistency = await freshness.ReachAsync(query, request.Aborted);
        var answer = await AnswerAsync(request, query, read);
        if (read.IsCacheable && request.Query.Has("cached")) WriteCacheUse(request);
        await WriteAsync(request.Http, answer, contacts.Now(), read.SaysConsistency ? consistency : null);
    }

    /// <summary>Consul's agents keep only what was asked for with <c>cached</c>; here it makes no difference to the answer, but clients are told alike.</summary>
    private void WriteCacheUse(ConsulRequest request)
    {
        var wasAsked = _answers.TryFind(QuestionOf(request), out var shared, out _) && shared.AskCached();
        ConsulHeaders.WriteCacheUse(request.Http.Response.Headers, wasAsked ? time.GetElapsedTime(shared!.Began) : null);
    }

    private async Task<StateAnswer> AnswerAsync(ConsulRequest request, QueryOptions query, StateRead read)
    {
        var question = QuestionOf(request);
        var above = query.Index;
        var deadline = above == 0 ? 0 : time.GetTimestamp() + (long)(WaitOf(query).TotalSeconds * time.TimestampFrequency);
        var wasMissing = false;
        while (true)
        {
            var shared = _answers.Hold(question, read);
            try
            {
                var answer = await shared.ReadAsync();
                if (above == 0) return answer;
                // What is still missing is not news, whatever its table's index has become.
                if (answer.IsMissing && wasMissing) above = Math.Max(above, answer.Index);
                if (answer.Index > above) return answer;
                wasMissing = answer.IsMissing;
                if (!await ChangesAsync(shared, deadline, request.Aborted) || shared.Watch.WasReplaced) return await CurrentAsync(shared, question, read);
            }
            finally
            {
                shared.LetGo();
            }
        }
    }

    /// <summary>When the wait is over the answer is that of now. Only the index of something missing can have moved without being told.</summary>
    private async Task<StateAnswer> CurrentAsync(SharedAnswer shared, string question, StateRead read)
    {
        var answer = await shared.ReadAsync();
        if (shared.Watch.WasReplaced || !answer.IsVolatile) return answer;
        var again = _answers.Hold(question, read);
        try
        {
            return await again.ReadAsync();
        }
        finally
        {
            again.LetGo();
        }
    }

    /// <returns>False when the time is over.</returns>
    private async Task<bool> ChangesAsync(SharedAnswer shared, long deadline, CancellationToken aborted)
    {
        var left = time.GetElapsedTime(time.GetTimestamp(), deadline);
        if (left <= TimeSpan.Zero) return shared.Watch.HasFired;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        var ended = await Task.WhenAny(shared.Watch.Fired, Task.Delay(left, time, over.Token));
        aborted.ThrowIfCancellationRequested();
        await over.CancelAsync();
        return ended == shared.Watch.Fired;
    }

    /// <summary>With a random part of a sixteenth, so that those who began together do not end together.</summary>
    private TimeSpan WaitOf(QueryOptions query)
    {
        var wait = Math.Min(query.WaitMs == 0 ? _options.DefaultWaitMs : query.WaitMs, _options.MaxWaitMs);
        return TimeSpan.FromMilliseconds(wait + (Random.Shared.NextDouble() * wait / 16));
    }

    private static string QuestionOf(ConsulRequest request)
    {
        if (request.Query.Pairs.Count == 0) return request.Path;
        var question = new System.Text.StringBuilder(request.Path);
        foreach (var (name, value) in request.Query.Pairs)
        {
            if (!NotInQuestion.Contains(name)) question.Append('\n').Append(name).Append('=').Append(value);
        }
        return question.ToString();
    }

    private static bool HasEnterpriseHeader(HttpContext http) =>
        http.Request.Headers.ContainsKey("X-Consul-Namespace") || http.Request.Headers.ContainsKey("X-Consul-Partition");

    private static Task WriteAsync(HttpContext http, StateAnswer answer, LeaderContact contact, string? consistency)
    {
        var headers = http.Response.Headers;
        if (!answer.IsBare) ConsulHeaders.WriteRead(headers, answer.Index, contact, consistency);
        foreach (var (name, value) in answer.Headers) headers[name] = value;
        return ConsulAnswers.BytesAsync(http, answer.Status, answer.ContentType, answer.Body);
    }
}
