using Batata.Api.Nacos.Http;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>How one generation of the API names what it means. Protocol source: Nacos 3.1 <c>ConfigController</c>, <c>ConfigForm</c>, <c>ConfigFormV3</c>.</summary>
internal sealed record ConfigFields(string Group, string Namespace, string Tags, string User)
{
    public static ConfigFields V1 { get; } = new("group", "tenant", "config_tags", "src_user");

    public static ConfigFields V2 { get; } = new("group", "namespaceId", "configTags", "srcUser");

    /// <summary>The group is checked first there, then the dataId.</summary>
    public static ConfigFields V3 { get; } = new("groupName", "namespaceId", "configTags", "srcUser");

    public ConfigKey Key(NacosRequest request) => ConfigKey.Of(request.Text("dataId"), request.Text(Group), request[Namespace]);

    public ConfigDescription Description(NacosRequest request) => new(
        request["appName"], request["type"], request["desc"], request["use"], request["effect"], request["schema"],
        request[Tags] is { } tags ? ConfigV1.Parts(tags) : null);

    public ConfigAuthor Author(NacosRequest request) => request.Author(User);
}
