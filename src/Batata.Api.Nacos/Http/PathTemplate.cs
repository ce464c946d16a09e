namespace Batata.Api.Nacos.Http;

/// <summary>A path with variables, <c>/v2/ns/instance/statuses/{key}</c>: each stands for one part between slashes, which is not empty.</summary>
internal sealed class PathTemplate
{
    private readonly string[] _parts;

    private PathTemplate(string[] parts) => _parts = parts;

    /// <returns>Null when the path has no variables.</returns>
    public static PathTemplate? Of(string path) => path.Contains('{', StringComparison.Ordinal) ? new PathTemplate(path.Split('/')) : null;

    public bool Matches(ReadOnlySpan<char> path) => Walk(path, name: null, out _);

    /// <returns>What stands for the variable in a path that matches.</returns>
    public string Read(ReadOnlySpan<char> path, string name) =>
        Walk(path, name, out var value) && value is not null ? value : throw new InvalidOperationException($"The path has no {name}.");

    private bool Walk(ReadOnlySpan<char> path, string? name, out string? value)
    {
        value = null;
        var next = 0;
        foreach (var range in path.Split('/'))
        {
            if (next == _parts.Length) return false;
            var expected = _parts[next++].AsSpan();
            var part = path[range];
            if (expected is not ['{', .. var variable, '}'])
            {
                if (!part.SequenceEqual(expected)) return false;
            }
            else if (part.IsEmpty) return false;
            else if (variable.SequenceEqual(name)) value = part.ToString();
        }
        return next == _parts.Length;
    }
}
