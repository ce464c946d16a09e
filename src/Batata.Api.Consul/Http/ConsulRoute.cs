namespace Batata.Api.Consul.Http;

internal delegate Task ConsulHandler(ConsulRequest request);

/// <summary>One path with its methods.</summary>
/// <param name="path">With a slash at its end: what follows is the parameter, slashes included.</param>
internal sealed class ConsulRoute(string path)
{
    private readonly List<(string Method, ConsulPermission Permission, ConsulHandler Handler)> _methods = [];

    public string Path { get; } = path;

    public bool TakesRest { get; } = path.EndsWith('/');

    /// <summary>In the order in which they were added, which is Consul's in the header Allow.</summary>
    public IEnumerable<(string Method, ConsulPermission Permission)> Methods => _methods.Select(static one => (one.Method, one.Permission));

    public string Allow => "OPTIONS," + string.Join(',', _methods.Select(static one => one.Method));

    public ConsulRoute On(string method, ConsulPermission permission, ConsulHandler handler)
    {
        _methods.Add((method, permission, handler));
        return this;
    }

    public (ConsulPermission Permission, ConsulHandler Handler)? Find(string method)
    {
        foreach (var one in _methods)
        {
            if (one.Method == method) return (one.Permission, one.Handler);
        }
        return null;
    }
}

/// <summary>One group of endpoints, which adds its routes to the table.</summary>
internal interface IConsulEndpoints
{
    void Map(ConsulRouteBuilder consul);
}

internal sealed class ConsulRouteBuilder
{
    private readonly Dictionary<string, ConsulRoute> _routes = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ConsulRoute> Routes => _routes;

    /// <summary>The path, below <c>/v1</c>; a slash at the end takes the rest of it as parameter.</summary>
    /// <exception cref="InvalidOperationException">It is mapped twice.</exception>
    public ConsulRoute Path(string path)
    {
        var route = new ConsulRoute("/v1" + path);
        if (!_routes.TryAdd(route.Path, route)) throw new InvalidOperationException($"{route.Path} is mapped twice.");
        return route;
    }
}
