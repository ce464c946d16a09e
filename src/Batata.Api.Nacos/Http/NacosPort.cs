using Batata.Api.Nacos.Params;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>What the two HTTP ports of Nacos do each in its own way: which routes there are, headers of every answer, and requests that have no route.</summary>
internal abstract class NacosPort(string contextPath, RouteTable routes)
{
    public RouteTable Routes { get; } = routes;

    /// <summary>Where servers are not known by their header, and where the console's switch decides.</summary>
    public virtual bool IsConsole => false;

    public string ContextPath => contextPath;

    /// <summary>The route of a request that was served without the pipeline.</summary>
    public NacosRoute? PlainRouteOf(HttpRequest request) =>
        Contains(request.Path) ? Routes.FindPlain(request.Path.Value.AsSpan(contextPath.Length), request.Method) : null;

    /// <summary>Answers without the pipeline what it would answer, but sooner. Null when the request is for the pipeline.</summary>
    public virtual Task? TryServe(HttpContext http)
    {
        _ = http;
        return null;
    }

    public bool Contains(PathString path) =>
        path.Value is { } value && value.StartsWith(contextPath, StringComparison.Ordinal) && (value.Length == contextPath.Length || value[contextPath.Length] == '/');

    /// <param name="path">One that this port contains.</param>
    public string BelowContext(PathString path) => path.Value![contextPath.Length..];

    /// <summary>The same without a string.</summary>
    public ReadOnlySpan<char> BelowContextSpan(PathString path) => path.Value.AsSpan(contextPath.Length);

    /// <summary>On every answer, errors too.</summary>
    public abstract void WriteHeaders(HttpContext http);

    /// <summary>A browser asks whether it may call from another origin.</summary>
    public abstract Task PreflightAsync(HttpContext http);

    /// <summary>Paths that are no routes but filters or pages. Null for all others.</summary>
    /// <param name="path">Below the context path.</param>
    public abstract Task? Page(HttpContext http, string path);

    /// <summary>Changes what came before anybody reads it, or refuses. Null when the request may go on.</summary>
    /// <param name="path">Below the context path.</param>
    public virtual Task? Revise(HttpContext http, string path, NacosParameters parameters)
    {
        _ = (http, path, parameters);
        return null;
    }

    public abstract Task NoPathAsync(HttpContext http, string path);

    /// <summary>The path is known, with other methods.</summary>
    public abstract Task NoMethodAsync(HttpContext http, string path, NacosRoute[] candidates);

    /// <summary>False for a method that the path has but that is not served there.</summary>
    public virtual bool Serves(string method, string path, NacosRoute[] candidates)
    {
        _ = path;
        return RouteTable.Serves(candidates, method);
    }

    /// <summary>Before the refusal of the parameter check is written, whose filter stands before some that set headers.</summary>
    public virtual void DropHeadersOfLaterFilters(IHeaderDictionary headers) => _ = headers;

    /// <summary>Before the refusal of a caller is written.</summary>
    public virtual void DropHeadersBehindGate(IHeaderDictionary headers) => _ = headers;

    /// <summary>Something failed before a route was found.</summary>
    public abstract Task UnexpectedAsync(HttpContext http);
}
