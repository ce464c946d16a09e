using System.Text.Json;

namespace Batata.Api.Consul.Bodies;

/// <summary>
/// One body while it is decoded. As in Go, decoding goes on after a problem and the first one is told. Protocol source: Go
/// <c>encoding/json</c>, <c>decodeState.saveError</c>.
/// </summary>
internal sealed class BodyScan
{
    private readonly List<string> _path = [];
    private string? _late;

    public string? Problem { get; private set; }

    /// <summary>Names may be in snake case everywhere, as in configuration files.</summary>
    public bool TakesSnakeCase { get; init; }

    public void Fail(string problem) => Problem ??= problem;

    /// <summary>Of a value that Go looks at when the whole object around it has been read: what is wrong there goes before it.</summary>
    public void FailLate(string problem) => _late ??= problem;

    /// <returns>For <see cref="LeaveObject"/>.</returns>
    public string? EnterObject()
    {
        var outer = _late;
        _late = null;
        return outer;
    }

    public void LeaveObject(string? outer)
    {
        if (_late is not null) Fail(_late);
        _late = outer;
    }

    public void UnknownField(string name) => Fail($"json: unknown field \"{name}\"");

    /// <param name="owner">Go's name of the object that has the member, of which the package is not told; null for the body itself.</param>
    public void WrongType(JsonElement value, string? owner, string type)
    {
        var what = value.ValueKind switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => TypeHoldsNumbers(type) ? $"number {value.GetRawText()}" : "number",
            JsonValueKind.True or JsonValueKind.False => "bool",
            JsonValueKind.Array => "array",
            _ => "object",
        };
        Fail(owner is null || _path.Count == 0
            ? $"json: cannot unmarshal {what} into Go value of type {type}"
            : $"json: cannot unmarshal {what} into Go struct field {owner[(owner.LastIndexOf('.') + 1)..]}.{string.Join('.', _path)} of type {type}");
    }

    public void Enter(string member) => _path.Add(member);

    public void Leave() => _path.RemoveAt(_path.Count - 1);

    private static bool TypeHoldsNumbers(string type) => type is "int" or "int64" or "uint8" or "uint64" or "float64";
}
