using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>An instance as SDKs send it. Times that follow from the metadata are ignored. Protocol source: Nacos 3.1 <c>Instance</c>.</summary>
internal sealed class InstanceBody
{
    public string? InstanceId { get; set; }

    public string? Ip { get; set; }

    public int Port { get; set; }

    public double Weight { get; set; } = 1;

    public bool Healthy { get; set; } = true;

    public bool Enabled { get; set; } = true;

    public string? ClusterName { get; set; }

    /// <summary>Ends up in the instance id and nowhere else.</summary>
    public string? ServiceName { get; set; }

    public Dictionary<string, string?>? Metadata { get; set; }

    // The parameter check asks for it and the handler too.
    private Metadata? _metadata;

    public Metadata ReadMetadata() => _metadata ??= Metadata is { Count: > 0 } pairs ? Domain.Naming.Metadata.Of(pairs) : Domain.Naming.Metadata.Empty;

    /// <summary>The parameter check of one instance, in the order of Nacos; its name of the service apart.</summary>
    public string? Problem(int maxMetadataLength) =>
        NamingParameters.ClusterProblem(ClusterName)
        ?? NamingParameters.IpProblem(Ip)
        ?? NamingParameters.PortProblem(Port)
        ?? NamingParameters.MetadataProblem(ReadMetadata(), maxMetadataLength);

    /// <summary>Without its id; ephemeral is what the request makes it.</summary>
    public Instance ToInstance() => new()
    {
        Ip = Ip ?? "",
        Port = Port,
        Weight = Weight,
        Healthy = Healthy,
        Enabled = Enabled,
        ClusterName = string.IsNullOrWhiteSpace(ClusterName) ? Instance.DefaultCluster : ClusterName,
        Metadata = ReadMetadata(),
        GivenId = InstanceId,
    };
}
