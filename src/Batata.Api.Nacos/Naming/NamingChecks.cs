using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Microsoft.Extensions.Options;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// The parameter check of the naming calls, one method for each extractor of Nacos 3.1 (<c>NamingDefaultHttpParamExtractor</c> and its
/// neighbours). What cannot be read at all is refused here, too, where Nacos answers 500.
/// </summary>
internal sealed class NamingChecks(IOptions<NamingOptions> options)
{
    private readonly int _maxMetadataLength = options.Value.MaxMetadataLength;

    public string? Default(NacosParameters parameters) =>
        Names(parameters)
        ?? NamingParameters.ClusterProblem(Cluster(parameters))
        ?? Address(parameters)
        ?? MetadataProblem(parameters.First("metadata"));

    public static string? List(NacosParameters parameters) =>
        Names(parameters) ?? NamingParameters.ClustersProblem(parameters.First("clusters")) ?? Address(parameters);

    /// <summary>What stands in the beat counts, too.</summary>
    public static string? Beat(NacosParameters parameters)
    {
        if ((Names(parameters) ?? NamingParameters.ClusterProblem(Cluster(parameters)) ?? Address(parameters)) is { } problem) return problem;
        if (parameters.First("beat") is not { } text || string.IsNullOrWhiteSpace(text)) return null;
        return BeatForm.Parse(text) is { } beat
            ? NamingParameters.ClusterProblem(beat.Cluster)
                ?? NamingParameters.IpProblem(beat.Ip)
                ?? NamingParameters.PortProblem(beat.PortText)
            : BeatForm.Unreadable;
    }

    /// <summary>Each of the instances counts.</summary>
    public string? MetadataBatch(NacosParameters parameters)
    {
        if (Default(parameters) is { } problem) return problem;
        if (BatchInstanceForm.Parse(parameters.First("instances")) is not { } instances) return BatchInstanceForm.Unreadable;
        foreach (var instance in instances)
        {
            if ((NamingParameters.ClusterProblem(instance.Cluster) ?? NamingParameters.IpProblem(instance.Ip) ?? NamingParameters.PortProblem(instance.PortText)) is { } bad) return bad;
        }
        return null;
    }

    private static string? Names(NacosParameters parameters)
    {
        var name = NotBlank(parameters.First("serviceName")) ?? parameters.First("serviceNameParam");
        var group = NotBlank(parameters.First("groupName")) ?? parameters.First("groupNameParam");
        if (name is not null && name.IndexOf(ServiceKey.Separator, StringComparison.Ordinal) is >= 0 and var at)
            (group, name) = (name[..at], name[(at + ServiceKey.Separator.Length)..]);
        return NamingParameters.NamespaceProblem(parameters.First("namespaceId")) ?? NamingParameters.ServiceProblem(name) ?? NamingParameters.GroupProblem(group);
    }

    private static string? Address(NacosParameters parameters) =>
        NamingParameters.IpProblem(parameters.First("ip"))
        ?? NamingParameters.PortProblem(NotBlank(parameters.First("port")) ?? parameters.First("checkPort"));

    private static string? Cluster(NacosParameters parameters) => NotBlank(parameters.First("clusterName")) ?? parameters.First("cluster");

    private string? MetadataProblem(string? text)
    {
        var metadata = TwiceEncoded.Metadata(text);
        return metadata.Ok ? NamingParameters.MetadataProblem(metadata.Value, _maxMetadataLength) : metadata.Failure.Message;
    }

    private static string? NotBlank(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;
}
