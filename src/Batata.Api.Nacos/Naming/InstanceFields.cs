using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Naming;

/// <summary>The form of an instance in v2 and v3. Protocol source: Nacos 3.1 <c>InstanceForm</c>, <c>InstanceUtil.buildInstance</c>.</summary>
internal static class InstanceFields
{
    public static NacosRoute TakesInstance(this NacosRoute route) => route
        .RequiresFields("serviceName", "ip")
        .RequiresField("port", ParameterType.Int)
        .Takes("healthy", ParameterType.Bool)
        .Takes("weight", ParameterType.Double)
        .Takes("enabled", ParameterType.Bool)
        .Takes("ephemeral", ParameterType.Bool);

    /// <param name="ephemeralOtherwise">What an instance is that does not say.</param>
    /// <param name="checkWeight">Some calls look at nothing but the address.</param>
    /// <returns>The instance without an id, as these APIs give none; or what is wrong with it. Cluster and times are judged by whoever registers it.</returns>
    public static Outcome<Instance> InstanceField(this NacosRequest request, bool ephemeralOtherwise, bool checkWeight = true)
    {
        var weight = request.Real("weight") ?? 1;
        if (checkWeight && InstanceRules.WeightProblem(weight) is { } tooHeavy) return tooHeavy;
        var metadata = request.MetadataField(keepNulls: true);
        if (!metadata.Ok) return metadata.Failure;
        return new Instance
        {
            Ip = request.Text("ip"),
            Port = request.Int("port"),
            ClusterName = request.ClusterField(),
            Weight = weight,
            Healthy = request.Bool("healthy", otherwise: true),
            Enabled = request.Bool("enabled", otherwise: true),
            Ephemeral = request.Bool("ephemeral", ephemeralOtherwise),
            Metadata = metadata.Value,
        };
    }

    public static InstanceAddress AddressField(this NacosRequest request) => new(request.Text("ip"), request.Int("port"), request.ClusterField());
}
