namespace Batata.Api.Consul.Http;

/// <summary>All routes. As Go's mux: the exact path first, then the longest one with a slash at its end that the path begins with.</summary>
internal sealed class ConsulRoutes
{
    private readonly Dictionary<string, ConsulRoute>.AlternateLookup<ReadOnlySpan<char>> _byPath;

    public ConsulRoutes(IEnumerable<IConsulEndpoints> endpoints, ConsulGate gate)
    {
        var builder = new ConsulRouteBuilder();
        foreach (var group in endpoints) group.Map(builder);
        NotBuilt.AddTo(builder, gate);
        All = [.. builder.Routes.Values];
        _byPath = new Dictionary<string, ConsulRoute>(builder.Routes, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyList<ConsulRoute> All { get; }

    /// <param name="path">Decoded.</param>
    public ConsulRoute? Find(string path)
    {
        if (_byPath.TryGetValue(path, out var exact)) return exact;
        for (var end = path.LastIndexOf('/'); end > 0; end = path.AsSpan(0, end).LastIndexOf('/'))
        {
            if (_byPath.TryGetValue(path.AsSpan(0, end + 1), out var route)) return route;
        }
        return null;
    }

    /// <summary>The path lacks just the slash that its parameter follows.</summary>
    public bool LacksSlash(string path) => _byPath.ContainsKey(path + "/");
}
