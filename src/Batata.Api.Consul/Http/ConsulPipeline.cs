using System.Text.RegularExpressions;
using Batata.Api.Consul.Audit;
using Batata.Api.Consul.Reads;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Consul.Http;

/// <summary>Everything between the port and a handler. Protocol source: Consul <c>agent/http.go</c>, <c>wrap</c> and its mux. Nothing is thrown past it.</summary>
internal sealed partial class ConsulPipeline(ConsulRoutes routes, ConsulGate gate, AccessLimits limits, StateReads reads, ConsulAudit audit, INodeState node, ILogger<ConsulPipeline> logger)
{
    public Task InvokeAsync(HttpContext http) => reads.TryServe(http) ?? GuardAsync(http);

    private async Task GuardAsync(HttpContext http)
    {
        try
        {
            await ServeAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
        }
        catch (BadHttpRequestException e) when (!http.Response.HasStarted)
        {
            await ConsulAnswers.TextAsync(http, e.StatusCode, "The request could not be read.");
        }
        catch (RegexMatchTimeoutException) when (!http.Response.HasStarted)
        {
            await ConsulAnswers.TextAsync(http, StatusCodes.Status500InternalServerError, "A regular expression of the filter took too long.");
        }
        catch (UnavailableException) when (!http.Response.HasStarted)
        {
            await ConsulAnswers.TextAsync(http, StatusCodes.Status500InternalServerError, ConsulFailures.NoLeader);
        }
#pragma warning disable CA1031 // The one place of this front that turns exceptions into a 500. Once an answer began, Kestrel cuts the connection instead.
        catch (Exception e) when (!http.Response.HasStarted)
#pragma warning restore CA1031
        {
            LogUnexpected(e, http.Request.Method, http.Request.Path);
            await ConsulAnswers.TextAsync(http, StatusCodes.Status500InternalServerError, "internal error");
        }
    }

    private Task ServeAsync(HttpContext http)
    {
        var raw = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = raw.IndexOf('?', StringComparison.Ordinal);
        var rawPath = mark < 0 ? raw : raw[..mark];
        if (PercentEncoding.Decode(rawPath, plusIsBlank: false) is not { } path)
        {
            http.Response.Headers.Connection = "close";
            return ConsulAnswers.TextAsync(http, StatusCodes.Status400BadRequest, "400 Bad Request");
        }
        if (HasUnprintable(path)) return ConsulAnswers.BytesAsync(http, StatusCodes.Status400BadRequest, null, default);
        if (path is "/" or "/ui") return RedirectAsync(http, "/ui/");
        if (Cleaned(rawPath) is { } clean) return RedirectAsync(http, clean + (mark < 0 ? "" : raw[mark..]));
        if (routes.Find(path) is not { } route)
        {
            if (routes.LacksSlash(path)) return RedirectAsync(http, rawPath + "/" + (mark < 0 ? "" : raw[mark..]));
            if (path.StartsWith("/ui/", StringComparison.Ordinal)) return ConsulAnswers.TextAsync(http, StatusCodes.Status404NotFound, "Consul's web UI is no part of Batata: use its console.\n");
            return ConsulAnswers.TextAsync(http, StatusCodes.Status404NotFound, path.Contains("/v1/", StringComparison.Ordinal)
                ? "Invalid URL path: not a recognized HTTP API endpoint\n"
                : "Invalid URL path: if attempting to use the HTTP API, ensure the path starts with '/v1/'\n");
        }
        return RouteAsync(http, route, path, mark < 0 ? "" : raw[(mark + 1)..]);
    }

    private Task RouteAsync(HttpContext http, ConsulRoute route, string path, string queryText)
    {
        ConsulHeaders.WriteCommon(http.Response.Headers, gate.DefaultPolicy);
        if (ConsulQuery.Parse(queryText) is not { } query) return ConsulAnswers.EmptyAsync(http, StatusCodes.Status500InternalServerError);
        if (limits.RefusePath(path) is { } blocked) return ConsulAnswers.TextAsync(http, StatusCodes.Status403Forbidden, blocked);
        if (HttpMethods.IsOptions(http.Request.Method) || route.Find(http.Request.Method) is not { } found)
        {
            http.Response.Headers.Allow = route.Allow;
            return HttpMethods.IsOptions(http.Request.Method)
                ? ConsulAnswers.EmptyAsync(http, StatusCodes.Status200OK)
                : ConsulAnswers.TextAsync(http, StatusCodes.Status405MethodNotAllowed, $"method {http.Request.Method} not allowed");
        }
        if (limits.RefuseWrite(http) is { } restricted) return ConsulAnswers.TextAsync(http, StatusCodes.Status403Forbidden, restricted);
        if (node.NotServingReason is not null) return ConsulAnswers.TextAsync(http, StatusCodes.Status500InternalServerError, ConsulFailures.NoLeader);
        var request = new ConsulRequest(http, route, found.Permission, path, route.TakesRest ? path[route.Path.Length..] : "", query);
        if (gate.Refuse(found.Permission, request.Token) is { } refused)
        {
            audit.Denied(request);
            return ConsulAnswers.TextAsync(http, StatusCodes.Status403Forbidden, refused);
        }
        return audit.Keeps(route, http.Request.Method, found.Permission, query) ? audit.FollowAsync(request, found.Handler) : found.Handler(request);
    }

    private static bool HasUnprintable(string path)
    {
        foreach (var c in path)
        {
            if (char.IsControl(c) || c is '\u00a0' or '\u200b' or '\u200c' or '\u200d' or '\ufeff') return true;
        }
        return false;
    }

    /// <returns>The path without empty and dotted parts, a slash at the end kept; null when it is clean.</returns>
    private static string? Cleaned(string path)
    {
        if (!path.Contains("//", StringComparison.Ordinal) && !path.Contains("/.", StringComparison.Ordinal)) return null;
        var parts = new List<string>();
        foreach (var part in path.Split('/'))
        {
            if (part.Length == 0 || part == ".") continue;
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
        }
        var clean = "/" + string.Join('/', parts);
        if (clean.Length > 1 && path.EndsWith('/')) clean += "/";
        return clean == path ? null : clean;
    }

    /// <summary>Only who reads is told in words: Go's <c>http.Redirect</c> sends other methods neither a text nor its type.</summary>
    private static Task RedirectAsync(HttpContext http, string to)
    {
        http.Response.Headers.Location = to;
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)) return ConsulAnswers.BytesAsync(http, StatusCodes.Status301MovedPermanently, null, default);
        return ConsulAnswers.BytesAsync(
            http, StatusCodes.Status301MovedPermanently, "text/html; charset=utf-8",
            System.Text.Encoding.UTF8.GetBytes($"<a href=\"{System.Net.WebUtility.HtmlEncode(to)}\">Moved Permanently</a>.\n\n"));
    }

    [LoggerMessage(EventId = 3001, Level = LogLevel.Error, Message = "Unexpected failure of {Method} {Path}")]
    private partial void LogUnexpected(Exception exception, string method, string path);
}
