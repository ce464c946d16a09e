using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Naming;

/// <summary>Beats: light ones name an address, full ones hold the instance and register it when it is unknown. Protocol source: Nacos 3.1 <c>InstanceController.beat</c>.</summary>
internal sealed class BeatV1Endpoints(IAddressNaming addresses, InstanceIds ids) : INacosEndpoints
{
    public void Map(NacosRouteBuilder nacos) => nacos.Group(NamingV1.Prefix, NamingV1Errors.Instance)
        .Put("/instance/beat", BeatAsync)
        .RequireNacosPermission(NacosPermission.WriteNaming)
        .Compatibility(ApiClass.Client, "POST ${contextPath:nacos}/v3/client/ns/instance")
        .Checked(NamingChecks.Beat)
        .RequiresByHand("serviceName");

    private async Task BeatAsync(NacosRequest request)
    {
        var service = request.Service();
        if (!service.Ok)
        {
            await request.RefusedAsync(service.Failure);
            return;
        }
        var answer = await (request.Optional("beat") is { Length: > 0 } beat ? FullAsync(request, service.Value, beat) : LightAsync(request, service.Value));
        await (answer.Ok ? BeatAnswers.WriteAsync(request.Http, answer.Value) : request.RefusedAsync(answer.Failure));
    }

    private ValueTask<Outcome<BeatAnswer>> LightAsync(NacosRequest request, in ServiceKey service)
    {
        var port = request.Optional("port", "0");
        return int.TryParse(port, out var number)
            ? addresses.BeatAsync(service, new InstanceAddress(request.Optional("ip"), number, Cluster(request)), ifUnknown: null, request.Aborted)
            : ValueTask.FromResult<Outcome<BeatAnswer>>(new Failure(FailureKind.Invalid, NamingFailures.InstanceCode, JavaText.NoNumber(port)));
    }

    /// <summary>What stands in the beat wins over the parameters. Whatever it says of itself, what beats is ephemeral.</summary>
    private ValueTask<Outcome<BeatAnswer>> FullAsync(NacosRequest request, in ServiceKey service, string text)
    {
        if (BeatForm.Parse(text) is not { } beat || beat.ToInstance(string.IsNullOrWhiteSpace(beat.Cluster) ? Cluster(request) : beat.Cluster) is not { } instance)
            return ValueTask.FromResult<Outcome<BeatAnswer>>(new Failure(FailureKind.Invalid, NamingFailures.InstanceCode, BeatForm.Unreadable));
        var known = ids.Assign(instance, service);
        return known.Ok ? addresses.BeatAsync(service, instance.Address, known.Value, request.Aborted) : ValueTask.FromResult<Outcome<BeatAnswer>>(known.Failure);
    }

    private static string Cluster(NacosRequest request) => request.Optional("clusterName", Instance.DefaultCluster);
}
