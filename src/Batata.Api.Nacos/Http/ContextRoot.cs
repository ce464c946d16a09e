using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Http;

/// <summary>The context path itself: the redirect to its root, and the hint that the console lives elsewhere.</summary>
internal sealed class ContextRoot(NacosOptions options)
{
    private readonly string _context = options.ContextPath;

    /// <param name="path">Below the context path.</param>
    /// <returns>Null when it is not the root. The hint answers every method, since it is a filter. Protocol source: Nacos 3.1 <c>NacosConsoleFilter</c>.</returns>
    public Task? Answer(HttpContext http, string path)
    {
        if (path.Length == 0)
        {
            http.Response.Headers.Location = _context + "/";
            return Answers.EmptyAsync(http, StatusCodes.Status302Found);
        }
        if (path is not ("/" or "/index.html")) return null;
        var consolePath = options.ConsoleContextPath.Length == 0 ? "/" : options.ConsoleContextPath;
        return Answers.TextAsync(
            http, StatusCodes.Status200OK, NacosHeaders.TextUtf8, $"Nacos Console default port is {options.ConsolePort}, and the path is {consolePath}.");
    }
}
