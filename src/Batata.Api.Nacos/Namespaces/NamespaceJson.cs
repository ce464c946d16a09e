using System.Text.Json.Serialization;
using Batata.Application.Namespaces;

namespace Batata.Api.Nacos.Namespaces;

/// <param name="Namespace">As it was asked for: an empty id is answered as one.</param>
/// <param name="Quota">Nacos 3.x says this number whatever limit is set.</param>
/// <param name="Type">0 is the default one, 1 one that somebody made.</param>
internal sealed record NamespaceJson(string Namespace, string NamespaceShowName, string? NamespaceDesc, int Quota, int ConfigCount, int Type)
{
    private const int DefaultQuota = 200;

    public static NamespaceJson Of(NamespaceDetail detail) => new(
        detail.Namespace.Id, detail.Namespace.Name, detail.Namespace.Description, DefaultQuota, detail.ConfigCount, detail.IsDefault ? 0 : 1);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NamespaceJson))]
[JsonSerializable(typeof(IReadOnlyList<NamespaceJson>))]
[JsonSerializable(typeof(int))]
internal sealed partial class NamespaceJsonContext : JsonSerializerContext;
