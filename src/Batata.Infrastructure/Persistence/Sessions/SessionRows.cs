using System.Text.Json;
using System.Text.Json.Serialization;
using Batata.Domain.Sessions;

namespace Batata.Infrastructure.Persistence.Sessions;

/// <summary>Rows of <c>consul_session</c>. Ids and names are found in any case.</summary>
internal static class SessionRows
{
    public const string Columns = "id, name, node, lock_delay_ns, behavior, ttl, ttl_ms, node_checks, service_checks, checks, create_index, modify_index";

    public static Session Read(Statement row) => new(
        row.Text(0), row.Text(1), row.Text(2), row.Int64(3), (SessionBehavior)row.Int64(4), row.Text(5), row.Int64(6),
        ReadList(row.TextOrNull(7)), ReadServiceChecks(row.TextOrNull(8)), ReadList(row.TextOrNull(9)))
    {
        CreateIndex = (ulong)row.Int64(10),
        ModifyIndex = (ulong)row.Int64(11),
    };

    public static string? Write(IReadOnlyList<string>? list) =>
        list is null ? null : JsonSerializer.Serialize(list, SessionRowJson.Default.IReadOnlyListString);

    public static string? Write(IReadOnlyList<SessionServiceCheck>? list) =>
        list is null ? null : JsonSerializer.Serialize(list, SessionRowJson.Default.IReadOnlyListSessionServiceCheck);

    public static string KeyOf(string name) => name.ToLowerInvariant();

    private static IReadOnlyList<string>? ReadList(string? json) => json is null ? null : JsonSerializer.Deserialize(json, SessionRowJson.Default.IReadOnlyListString);

    private static IReadOnlyList<SessionServiceCheck>? ReadServiceChecks(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, SessionRowJson.Default.IReadOnlyListSessionServiceCheck);
}

[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<SessionServiceCheck>))]
internal sealed partial class SessionRowJson : JsonSerializerContext;
