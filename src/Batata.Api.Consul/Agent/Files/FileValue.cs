using System.Globalization;
using System.Text.Json;
using Batata.Api.Consul.Http;

namespace Batata.Api.Consul.Agent.Files;

/// <summary>A kind of value in the file.</summary>
/// <param name="Expected">For people.</param>
/// <param name="Read">As the setting here takes it; empty when it says nothing; null when it is of another kind.</param>
internal sealed record FileValue(string Expected, Func<JsonElement, string?> Read)
{
    public static readonly FileValue Text = new("a text", TextOf);

    public static readonly FileValue Texts = new("a list of texts", static value =>
        value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static one => one.ValueKind == JsonValueKind.String)
            ? string.Join(',', value.EnumerateArray().Select(static one => one.GetString()))
            : TextOf(value));

    public static readonly FileValue Flag = new("true or false", static value => value.ValueKind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => null });

    public static readonly FileValue Number = new("a whole number", static value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null);

    /// <summary>-1 turns it off, as 0 does here.</summary>
    public static readonly FileValue Port = new("the number of a port", static value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var port) ? Math.Max(0, port).ToString(CultureInfo.InvariantCulture) : null);

    public static readonly FileValue Milliseconds = new("a duration such as \"10s\"", static value => In(value, 1_000_000));

    public static readonly FileValue Seconds = new("a duration such as \"10s\"", static value => In(value, 1_000_000_000));

    public static readonly FileValue Ttls = new("an object of durations by service", static value =>
    {
        if (value.ValueKind != JsonValueKind.Object) return null;
        var ttls = value.EnumerateObject().Select(static one => (one.Name, Ttl: In(one.Value, 1_000_000_000))).ToList();
        return ttls.Exists(static one => one.Ttl is null) ? null : string.Join(',', ttls.Select(static one => $"{one.Name}={one.Ttl}"));
    });

    private static string? TextOf(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? In(JsonElement value, long unit) =>
        value.ValueKind == JsonValueKind.String && GoDuration.TryParse(value.GetString(), out var nanoseconds) ? (nanoseconds / unit).ToString(CultureInfo.InvariantCulture) : null;
}
