using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Persistence.Catalog;

/// <summary>Lists and maps in columns.</summary>
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<ServicePort>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, ServiceAddress>))]
internal sealed partial class CatalogJson : JsonSerializerContext
{
    private static readonly IReadOnlyDictionary<string, ServiceAddress> NoAddresses = new Dictionary<string, ServiceAddress>();

    public static string? Write(IReadOnlyDictionary<string, string>? map) => map is null ? null : JsonSerializer.Serialize(map, Default.IReadOnlyDictionaryStringString);

    public static string? Write(IReadOnlyList<string> list) => list.Count == 0 ? null : JsonSerializer.Serialize(list, Default.IReadOnlyListString);

    public static string? Write(IReadOnlyList<ServicePort> list) => list.Count == 0 ? null : JsonSerializer.Serialize(list, Default.IReadOnlyListServicePort);

    public static string? Write(IReadOnlyDictionary<string, ServiceAddress> map) =>
        map.Count == 0 ? null : JsonSerializer.Serialize(map, Default.IReadOnlyDictionaryStringServiceAddress);

    public static IReadOnlyDictionary<string, string>? Map(Statement row, int column) => Read(row, column, Default.IReadOnlyDictionaryStringString);

    public static IReadOnlyList<string> List(Statement row, int column) => Read(row, column, Default.IReadOnlyListString) ?? [];

    public static IReadOnlyList<ServicePort> Ports(Statement row, int column) => Read(row, column, Default.IReadOnlyListServicePort) ?? [];

    public static IReadOnlyDictionary<string, ServiceAddress> Addresses(Statement row, int column) =>
        Read(row, column, Default.IReadOnlyDictionaryStringServiceAddress) ?? NoAddresses;

    private static T? Read<T>(Statement row, int column, JsonTypeInfo<T> type)
        where T : class => row.IsNull(column) ? null : JsonSerializer.Deserialize(row.Utf8(column), type);
}
