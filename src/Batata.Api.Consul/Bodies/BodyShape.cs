using System.Text.Json;

namespace Batata.Api.Consul.Bodies;

/// <summary>
/// What an object of a body may hold, and where it goes. Names are taken in any letter case; what is not named here is refused, unless the shape
/// is lenient. Null leaves what is there. Of a repeated name the last one counts. Make one per type and keep it.
/// </summary>
/// <param name="goType">Go's name of the type with its package, for its messages.</param>
/// <param name="lenient">Unknown members are ignored.</param>
internal sealed class BodyShape<T>(string goType, bool lenient = false)
    where T : class, new()
{
    private readonly Dictionary<string, (string Name, Action<T, JsonElement, BodyScan> Read)> _members = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, Action<T>> _nulls = new(StringComparer.OrdinalIgnoreCase);

    public string GoType => goType;

    /// <param name="alternates">Other spellings, such as the one in snake case.</param>
    public BodyShape<T> Text(string name, Action<T, string> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => { if (BodyValues.TryText(value, goType, scan, out var text)) set(into, text); });

    public BodyShape<T> Int(string name, Action<T, int> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => { if (BodyValues.TryInt(value, goType, scan, out var number)) set(into, number); });

    public BodyShape<T> Unsigned(string name, Action<T, ulong> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => { if (BodyValues.TryUnsigned(value, goType, scan, out var number)) set(into, number); });

    public BodyShape<T> Float(string name, Action<T, double> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => { if (BodyValues.TryFloat(value, goType, scan, out var number)) set(into, number); });

    public BodyShape<T> Bool(string name, Action<T, bool> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => { if (BodyValues.TryBool(value, goType, scan, out var flag)) set(into, flag); });

    public BodyShape<T> Bytes(string name, Action<T, byte[]> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => { if (BodyValues.TryBytes(value, goType, scan, out var bytes)) set(into, bytes); });

    /// <summary>In nanoseconds.</summary>
    public BodyShape<T> Duration(string name, Action<T, long> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => { if (BodyValues.TryDuration(value, goType, scan, out var nanoseconds)) set(into, nanoseconds); });

    /// <summary>
    /// As <see cref="Duration"/> where Go takes anything, and looks at texts and numbers when it has read the rest of the object. Protocol source: Consul
    /// <c>CheckType.UnmarshalJSON</c>.
    /// </summary>
    public BodyShape<T> LateDuration(string name, Action<T, long> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => { if (BodyValues.TryLateDuration(value, scan, out var nanoseconds)) set(into, nanoseconds); });

    public BodyShape<T> Texts(string name, Action<T, List<string>> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => { if (TryTexts(value, scan, out var texts)) set(into, texts); });

    public BodyShape<T> TextMap(string name, Action<T, Dictionary<string, string>> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => ReadMap(value, scan, "map[string]string", set, into, (one, _) => BodyValues.TryText(one, goType, scan, out var text) ? text : ""));

    /// <summary>Lists of texts by name, as headers are.</summary>
    public BodyShape<T> TextListMap(string name, Action<T, Dictionary<string, List<string>>> set, params ReadOnlySpan<string> alternates) =>
        Add(name, alternates, (into, value, scan) => ReadMap(value, scan, "map[string][]string", set, into, (one, _) => TryTexts(one, scan, out var texts) ? texts : []));

    public BodyShape<T> Object<TPart>(string name, BodyShape<TPart> shape, Action<T, TPart> set, params ReadOnlySpan<string> alternates)
        where TPart : class, new() => Add(name, alternates, (into, value, scan) => { if (shape.Read(value, scan, goType) is { } part) set(into, part); });

    /// <summary>An object whose shape has this one inside it.</summary>
    public BodyShape<T> Nested<TPart>(string name, Func<BodyShape<TPart>> shape, Action<T, TPart> set, params ReadOnlySpan<string> alternates)
        where TPart : class, new() => Add(name, alternates, (into, value, scan) => { if (shape().Read(value, scan, goType) is { } part) set(into, part); });

    /// <summary>An element that is null is an empty object.</summary>
    public BodyShape<T> List<TPart>(string name, BodyShape<TPart> shape, Action<T, List<TPart>> set, params ReadOnlySpan<string> alternates)
        where TPart : class, new() => Add(name, alternates, (into, value, scan) => { if (shape.ReadList(value, scan, goType) is { } parts) set(into, parts); });

    public BodyShape<T> Map<TPart>(string name, BodyShape<TPart> shape, Action<T, Dictionary<string, TPart>> set, params ReadOnlySpan<string> alternates)
        where TPart : class, new() =>
        Add(name, alternates, (into, value, scan) => ReadMap(value, scan, $"map[string]{shape.GoType}", set, into, (one, _) => shape.Read(one, scan, goType) ?? new TPart()));

    /// <summary>Any JSON; it is good for as long as the document, so take what you need.</summary>
    public BodyShape<T> Any(string name, Action<T, JsonElement> set, params ReadOnlySpan<string> alternates) => Add(name, alternates, (into, value, _) => set(into, value));

    /// <summary>As <see cref="Any(string, Action{T, JsonElement}, ReadOnlySpan{string})"/>, for what has rules of its own.</summary>
    public BodyShape<T> Any(string name, Action<T, JsonElement, BodyScan> read) => Add(name, [], read);

    /// <summary>An object with whatever members.</summary>
    public BodyShape<T> AnyObject(string name, Action<T, JsonElement> set, params ReadOnlySpan<string> alternates) => Add(name, alternates, (into, value, scan) =>
    {
        if (value.ValueKind == JsonValueKind.Object) set(into, value);
        else scan.WrongType(value, goType, "map[string]interface {}");
    });

    /// <summary>What a null does to a member: Go clears lists, maps and pointers. Needed only where there is something to clear.</summary>
    public BodyShape<T> Null(string name, Action<T> clear)
    {
        _nulls.Add(name, clear);
        return this;
    }

    /// <returns>Null when it is null or no object.</returns>
    public T? Read(JsonElement value, BodyScan scan, string? owner = null)
    {
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Object)
        {
            scan.WrongType(value, owner, goType);
            return null;
        }
        var into = new T();
        var outer = scan.EnterObject();
        foreach (var member in value.EnumerateObject())
        {
            if (!_members.TryGetValue(member.Name, out var known) && !(scan.TakesSnakeCase && _members.TryGetValue(member.Name.Replace("_", "", StringComparison.Ordinal), out known)))
            {
                if (!lenient) scan.UnknownField(member.Name);
                continue;
            }
            if (member.Value.ValueKind == JsonValueKind.Null)
            {
                if (_nulls.TryGetValue(member.Name, out var clear)) clear(into);
                continue;
            }
            scan.Enter(known.Name);
            known.Read(into, member.Value, scan);
            scan.Leave();
        }
        scan.LeaveObject(outer);
        return into;
    }

    /// <returns>Null when it is null or no array.</returns>
    public List<T>? ReadList(JsonElement value, BodyScan scan, string? owner = null)
    {
        if (value.ValueKind == JsonValueKind.Null) return null;
        if (value.ValueKind != JsonValueKind.Array)
        {
            scan.WrongType(value, owner, $"[]{goType}");
            return null;
        }
        var parts = new List<T>(value.GetArrayLength());
        foreach (var one in value.EnumerateArray()) parts.Add(Read(one, scan, owner ?? goType) ?? new T());
        return parts;
    }

    private BodyShape<T> Add(string name, ReadOnlySpan<string> alternates, Action<T, JsonElement, BodyScan> read)
    {
        _members.Add(name, (name, read));
        foreach (var alternate in alternates) _members.Add(alternate, (alternate, read));
        return this;
    }

    private bool TryTexts(JsonElement value, BodyScan scan, out List<string> texts)
    {
        texts = [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            scan.WrongType(value, goType, "[]string");
            return false;
        }
        foreach (var one in value.EnumerateArray())
        {
            if (one.ValueKind == JsonValueKind.Null) texts.Add("");
            else if (BodyValues.TryText(one, goType, scan, out var text)) texts.Add(text);
        }
        return true;
    }

    private void ReadMap<TPart>(
        JsonElement value, BodyScan scan, string type, Action<T, Dictionary<string, TPart>> set, T into, Func<JsonElement, BodyScan, TPart> read)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            scan.WrongType(value, goType, type);
            return;
        }
        var map = new Dictionary<string, TPart>(StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject()) map[member.Name] = member.Value.ValueKind == JsonValueKind.Null && typeof(TPart) == typeof(string) ? (TPart)(object)"" : read(member.Value, scan);
        set(into, map);
    }
}
