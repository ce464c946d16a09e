using System.Globalization;
using Batata.Api.Nacos.Http;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Naming;

/// <summary>The instance in the parameters of a v1 call. Protocol source: Nacos <c>HttpRequestInstanceBuilder</c>.</summary>
internal static class InstanceV1Form
{
    /// <summary>Whether the instance is meant to be ephemeral.</summary>
    public static bool IsEphemeral(NacosRequest request, SwitchDomain switches) =>
        request.Optional("ephemeral") is { Length: > 0 } said ? JavaText.ToBoolean(said) : switches.DefaultInstanceEphemeral;

    public static string Cluster(NacosRequest request) => request.Optional("clusterName", request.Optional("cluster", Instance.DefaultCluster));

    /// <returns>The instance without an id, or what is wrong with it. Its cluster and its times are not looked at here.</returns>
    public static Outcome<Instance> Read(NacosRequest request, SwitchDomain switches)
    {
        var address = request.Address(Cluster(request));
        if (!address.Ok) return address.Failure;
        var weight = Weight(request.Optional("weight", "1"));
        if (!weight.Ok) return weight.Failure;
        if (InstanceRules.WeightProblem(weight.Value) is { } problem) return problem;
        var metadata = TwiceEncoded.Metadata(request.First("metadata"), keepNulls: true);
        if (!metadata.Ok) return metadata.Failure;
        return new Instance
        {
            Ip = address.Value.Ip,
            Port = address.Value.Port,
            ClusterName = address.Value.ClusterName,
            Weight = weight.Value,
            Healthy = JavaText.ToBoolean(request.Optional("healthy", "true")),
            Enabled = JavaText.ToBoolean(request.Optional("enabled", request.Optional("enable", "true"))),
            Ephemeral = IsEphemeral(request, switches),
            Metadata = metadata.Value,
        };
    }

    public static Outcome<double> Weight(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) && double.IsFinite(weight)
        ? weight
        : new Failure(FailureKind.Invalid, NamingFailures.WeightCode, JavaText.NoNumber(text));
}
