using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Identity;
using Batata.Api.Nacos.Naming.Json;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Naming;

/// <summary>One instance: register, deregister, override, read. Protocol source: Nacos 3.1 <c>InstanceController</c>.</summary>
internal sealed class InstanceV1Endpoints(
    IAddressNaming addresses, IServiceDirectory directory, ISwitches switches, InstanceIds ids, NamingChecks checks, IMediator mediator) : INacosEndpoints
{
    private const string Instance = "/instance";

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(NamingV1.Prefix, NamingV1Errors.Instance);
        v1.Post(Instance, RegisterAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Compatibility(ApiClass.Client, "POST ${contextPath:nacos}/v3/client/ns/instance")
            .Checked(checks.Default)
            .RequiresByHand("serviceName", "ip", "port");
        v1.Delete(Instance, DeregisterAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Compatibility(ApiClass.Client, "DELETE ${contextPath:nacos}/v3/client/ns/instance")
            .Checked(checks.Default)
            .RequiresByHand("serviceName", "ip", "port");
        v1.Put(Instance, UpdateAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Compatibility(ApiClass.Admin, "PUT ${contextPath:nacos}/v3/admin/ns/instance")
            .Checked(checks.Default)
            .RequiresByHand("serviceName", "ip", "port");
        v1.Patch(Instance, PatchAsync)
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Compatibility(ApiClass.Admin, "PUT ${contextPath:nacos}/v3/admin/ns/instance/partial")
            .Checked(checks.Default)
            .RequiresByHand("serviceName", "ip", "port");
        v1.Get(Instance, DetailAsync)
            .RequireNacosPermission(NacosPermission.ReadNaming)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/ns/instance")
            .Checked(checks.Default)
            .RequiresByHand("serviceName", "ip", "port");
        v1.Get(Instance + "/statuses", StatusesAsync)
            .RequireNacosPermission(OpenAccess.OldClients)
            .Compatibility(ApiClass.Admin, "GET ${contextPath:nacos}/v3/admin/ns/instance/list")
            .Checked(checks.Default)
            .Requires("key");
    }

    private async Task RegisterAsync(NacosRequest request)
    {
        var service = request.Service();
        if (!service.Ok)
        {
            await request.RefusedAsync(service.Failure);
            return;
        }
        var form = InstanceV1Form.Read(request, switches.Current);
        var instance = form.Ok ? ids.Assign(form.Value, service.Value) : form;
        if (!instance.Ok) await request.RefusedAsync(instance.Failure);
        else if (instance.Value.Ephemeral) await request.AnswerAsync(await addresses.RegisterAsync(service.Value, instance.Value, request.Aborted));
        else await request.AnswerAsync(await mediator.Send(new RegisterPersistentInstance(service.Value, instance.Value), request.Aborted));
    }

    /// <summary>Only the address and the kind matter, but all is checked.</summary>
    private async Task DeregisterAsync(NacosRequest request)
    {
        var (service, instance, failure) = Read(request);
        if (failure is not null)
        {
            await request.RefusedAsync(failure);
            return;
        }
        if (!instance!.Ephemeral)
        {
            await request.AnswerAsync(await mediator.Send(new DeregisterPersistentInstance(service, instance.Ip, instance.Port), request.Aborted));
            return;
        }
        await request.AnswerAsync(await addresses.DeregisterAsync(service, instance.Ip, instance.Port, request.Aborted));
    }

    private async Task UpdateAsync(NacosRequest request)
    {
        var (service, instance, failure) = Read(request);
        await (failure is null
            ? request.AnswerAsync(await mediator.Send(new UpdateInstance(service, instance!), request.Aborted))
            : request.RefusedAsync(failure));
    }

    /// <summary>What does not come, stays. Health is not patched, and any weight goes.</summary>
    private async Task PatchAsync(NacosRequest request)
    {
        var service = request.Service();
        var address = request.Address(InstanceV1Form.Cluster(request));
        var weight = request.Optional("weight") is { Length: > 0 } text ? InstanceV1Form.Weight(text).Map(static w => (double?)w) : (double?)null;
        var metadata = TwiceEncoded.Metadata(request.First("metadata"));
        if ((service.Failure ?? address.Failure ?? weight.Failure ?? metadata.Failure) is { } failure)
        {
            await request.RefusedAsync(failure);
            return;
        }
        var enabled = request.Optional("enabled") is { Length: > 0 } said ? JavaText.ToBoolean(said) : (bool?)null;
        var patch = new PatchInstance(service.Value, address.Value, weight.Value, enabled, request.Optional("metadata").Length > 0 ? metadata.Value : null);
        await request.AnswerAsync(await mediator.Send(patch, request.Aborted));
    }

    /// <summary>No alias <c>cluster</c> here.</summary>
    private Task DetailAsync(NacosRequest request)
    {
        var service = request.Service();
        var address = request.Address(request.Optional("clusterName", Domain.Naming.Instance.DefaultCluster));
        if ((service.Failure ?? address.Failure) is { } failure) return request.RefusedAsync(failure);
        var found = directory.FindInstance(service.Value, address.Value);
        return found.Ok
            ? request.JsonAsync((Service: service.Value, Instance: found.Value), static (json, x) => InstanceDetailJson.Write(json, x.Instance, x.Service))
            : request.RefusedAsync(found.Failure);
    }

    /// <summary>Of all instances, disabled ones too, with their real health.</summary>
    private Task StatusesAsync(NacosRequest request)
    {
        var key = request.Text("key").Trim();
        var parts = key.Split("##", 2);
        var (namespaceId, name) = parts.Length == 2 ? (parts[0], parts[1]) : ("", key);
        if (!name.Contains(ServiceKey.Separator, StringComparison.Ordinal))
            return request.RefusedAsync(new Failure(FailureKind.Invalid, NamingFailures.ServiceNameCode, NamingV1.NotGrouped));
        var snapshot = directory.Find(ServiceKey.Of(Domain.Namespaces.NamespaceId.Normalize(namespaceId), name));
        return request.JsonAsync(snapshot, static (json, service) =>
        {
            json.WriteStartObject();
            json.WriteStartArray("ips");
            foreach (var instance in service?.Instances ?? []) json.WriteStringValue($"{instance.Ip}:{instance.Port}_{(instance.Healthy ? "true" : "false")}");
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private (ServiceKey Service, Instance? Instance, Failure? Failure) Read(NacosRequest request)
    {
        var service = request.Service();
        if (!service.Ok) return (default, null, service.Failure);
        var instance = InstanceV1Form.Read(request, switches.Current);
        return instance.Ok ? (service.Value, instance.Value, null) : (default, null, instance.Failure);
    }
}
