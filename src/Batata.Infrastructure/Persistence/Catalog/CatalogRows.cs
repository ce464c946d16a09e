using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Persistence.Catalog;

/// <summary>Rows of the catalog's tables. Each reader takes the column at which its own begin.</summary>
internal static class CatalogRows
{
    public const string Node = "n.name, n.id, n.address, n.tagged_addresses, n.meta, n.create_index, n.modify_index";
    public const int NodeColumns = 7;

    public const string Service =
        "s.node, s.id, s.name, s.kind, s.tags, s.address, s.port, s.ports, s.tagged_addresses, s.meta, s.socket_path, s.weight_passing, s.weight_warning, "
        + "s.tag_override, s.proxy_destination, s.proxy_destination_id, s.proxy, s.native, s.locality, s.create_index, s.modify_index";

    public const string Check =
        "c.node, c.id, c.name, c.status, c.notes, c.output, c.service_id, c.service_name, c.service_tags, c.type, c.interval, c.timeout, c.exposed_port, "
        + "c.definition, c.create_index, c.modify_index";

    /// <summary>The form in which names and ids are found.</summary>
    public static string Key(string name) => name.ToLowerInvariant();

    /// <returns>Null when there is none.</returns>
    public static string? IdKey(string id) => id.Length == 0 ? null : id.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();

    public static CatalogNode ReadNode(Statement row, int at = 0) => new(
        row.Text(at), row.Text(at + 1), row.Text(at + 2), CatalogJson.Map(row, at + 3), CatalogJson.Map(row, at + 4), (ulong)row.Int64(at + 5), (ulong)row.Int64(at + 6));

    public static ServiceInstance ReadService(Statement row, int at = 0) => new(
        row.Text(at), row.Text(at + 1), row.Text(at + 2), row.Text(at + 3), CatalogJson.List(row, at + 4), row.Text(at + 5), (int)row.Int64(at + 6),
        CatalogJson.Ports(row, at + 7), CatalogJson.Addresses(row, at + 8), CatalogJson.Map(row, at + 9), row.Text(at + 10),
        new ServiceWeights((int)row.Int64(at + 11), (int)row.Int64(at + 12)), row.Int64(at + 13) != 0,
        row.IsNull(at + 14) ? null : new ServiceProxy(row.Text(at + 14), row.Text(at + 15), row.Text(at + 16)), row.Int64(at + 17) != 0, row.TextOrNull(at + 18),
        (ulong)row.Int64(at + 19), (ulong)row.Int64(at + 20));

    public static HealthCheck ReadCheck(Statement row, int at = 0) => new(
        row.Text(at), row.Text(at + 1), row.Text(at + 2), row.Text(at + 3), row.Text(at + 4), row.Text(at + 5), row.Text(at + 6), row.Text(at + 7),
        CatalogJson.List(row, at + 8), row.Text(at + 9), row.Text(at + 10), row.Text(at + 11), (int)row.Int64(at + 12), row.Text(at + 13),
        (ulong)row.Int64(at + 14), (ulong)row.Int64(at + 15));

    public static List<T> ReadAll<T>(Statement statement, Func<Statement, int, T> read)
    {
        var all = new List<T>();
        using var row = statement;
        while (row.Step()) all.Add(read(row, 0));
        return all;
    }
}
