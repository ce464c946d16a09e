using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Naming;

/// <summary>Beats over v2, which are those of v1 with another way to say that something is wrong. Protocol source: Nacos 3.1 <c>InstanceControllerV2.beat</c>.</summary>
internal sealed class BeatV2Endpoints(IAddressNaming addresses, InstanceIds ids) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos) => nacos.Group("/v2/ns/instance", ResultErrors.Instance)
        .Put("/beat", BeatAsync)
        .RequireNacosPermission(NacosPermission.WriteNaming)
        .Compatibility(ApiClass.Admin)
        .Checked(NamingChecks.Beat)
        .Requires("serviceName")
        .Takes("port", ParameterType.Int);

    private async Task BeatAsync(NacosRequest request)
    {
        var service = NamingFields.GroupedService(request.NamespaceField(), request.Text("serviceName"));
        if (!service.Ok)
        {
            await request.RefuseAsync(service.Failure);
            return;
        }
        var beat = await (string.IsNullOrWhiteSpace(request["beat"]) ? LightAsync(request, service.Value) : FullAsync(request, service.Value));
        await (beat.Ok ? BeatAnswers.WriteAsync(request.Http, beat.Value) : request.RefuseAsync(beat.Failure));
    }

    private ValueTask<Outcome<BeatAnswer>> LightAsync(NacosRequest request, in ServiceKey service) => addresses.BeatAsync(
        service, new InstanceAddress(request["ip"] ?? "", request.Int("port"), request.ClusterField()), ifUnknown: null, request.Aborted);

    /// <summary>What stands in the beat wins over the parameters; it registers whoever is unknown.</summary>
    private ValueTask<Outcome<BeatAnswer>> FullAsync(NacosRequest request, in ServiceKey service)
    {
        if (BeatForm.Parse(request.Text("beat")) is not { } beat
            || beat.ToInstance(string.IsNullOrWhiteSpace(beat.Cluster) ? request.ClusterField() : beat.Cluster) is not { } instance)
            return ValueTask.FromResult<Outcome<BeatAnswer>>(new Failure(FailureKind.Invalid, "naming.beat", BeatForm.Unreadable));
        var known = ids.Assign(instance, service);
        return known.Ok ? addresses.BeatAsync(service, instance.Address, known.Value, request.Aborted) : ValueTask.FromResult<Outcome<BeatAnswer>>(known.Failure);
    }
}
