using System.Text.Json;
using Batata.Domain.Shared;

namespace Batata.Domain.Naming;

/// <summary>How the server finds out whether persistent instances of a cluster live. Protocol source: Nacos <c>AbstractHealthChecker</c> and its subtypes.</summary>
public abstract record HealthChecker(string Type)
{
    public static HealthChecker Tcp { get; } = new TcpChecker();

    public static HealthChecker None { get; } = new NoChecker();

    /// <param name="json"><c>{"type":"HTTP","path":"/alive",…}</c>. A missing or unknown type is NONE, as in Nacos.</param>
    /// <returns>The checker, or <c>naming.health_checker</c>.</returns>
    public static Outcome<HealthChecker> Parse(string? json)
    {
        if (string.IsNullOrWhiteSpace(json)) return NamingFailures.HealthChecker();
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return NamingFailures.HealthChecker();
            return Outcome<HealthChecker>.Of(Text(root, "type") switch
            {
                "TCP" => Tcp,
                "HTTP" => new HttpChecker(Text(root, "path") ?? "", Text(root, "headers") ?? "", Number(root, "expectedResponseCode") ?? 200),
                "MYSQL" => new MySqlChecker(Text(root, "user"), Text(root, "pwd"), Text(root, "cmd")),
                _ => None,
            });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for half a surrogate pair
        {
            return NamingFailures.HealthChecker();
        }
    }

    /// <param name="withType">False for the list of checkers that exist, where the type is the key.</param>
    public void WriteTo(Utf8JsonWriter json, bool withType = true)
    {
        json.WriteStartObject();
        if (withType) json.WriteString("type", Type);
        WriteMembers(json);
        json.WriteEndObject();
    }

    protected virtual void WriteMembers(Utf8JsonWriter json)
    {
    }

    private static string? Text(JsonElement root, string name) =>
        !root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    private static int? Number(JsonElement root, string name) => int.TryParse(Text(root, name), out var number) ? number : null;
}

/// <summary>Alive when the port takes a connection. The default.</summary>
public sealed record TcpChecker() : HealthChecker("TCP");

/// <summary>Alive when GET answers the expected status.</summary>
/// <param name="Headers"><c>name:value|name:value</c>.</param>
public sealed record HttpChecker(string Path, string Headers, int ExpectedResponseCode) : HealthChecker("HTTP")
{
    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("path", Path);
        json.WriteString("headers", Headers);
        json.WriteNumber("expectedResponseCode", ExpectedResponseCode);
    }
}

/// <summary>Alive when the statement runs and the server is no read-only replica.</summary>
public sealed record MySqlChecker(string? User, string? Password, string? Command) : HealthChecker("MYSQL")
{
    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("user", User);
        json.WriteString("pwd", Password);
        json.WriteString("cmd", Command);
    }
}

/// <summary>Not checked: health is set by hand.</summary>
public sealed record NoChecker() : HealthChecker("NONE");
