using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Naming;

/// <summary>Metadata of many instances at once. Protocol source: Nacos 3.1 <c>InstanceController.batchUpdateInstanceMetadata</c>.</summary>
internal sealed class InstanceMetadataV1Endpoints(NamingChecks checks, IMediator mediator) : INacosEndpoints
{
    private const string Batch = "/instance/metadata/batch";

    public void Map(NacosRouteBuilder nacos)
    {
        var v1 = nacos.Group(NamingV1.Prefix, NamingV1Errors.Instance);
        v1.Put(Batch, request => ChangeAsync(request, remove: false))
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Compatibility(ApiClass.Admin, "PUT ${contextPath:nacos}/v3/admin/ns/instance/metadata/batch")
            .Checked(checks.MetadataBatch)
            .RequiresByHand("serviceName", "metadata");
        v1.Delete(Batch, request => ChangeAsync(request, remove: true))
            .RequireNacosPermission(NacosPermission.WriteNaming)
            .Compatibility(ApiClass.Admin, "DELETE ${contextPath:nacos}/v3/admin/ns/instance/metadata/batch")
            .Checked(checks.MetadataBatch)
            .RequiresByHand("serviceName", "metadata");
    }

    /// <summary>The kind in the answer is the one that was sent, or the real one when no instance was named. <c>consistencyType</c> means nothing.</summary>
    private async Task ChangeAsync(NacosRequest request, bool remove)
    {
        var service = request.Service();
        var metadata = TwiceEncoded.Metadata(request.First("metadata"));
        var instances = BatchInstanceForm.Parse(request.First("instances"));
        var unreadable = instances is null ? new Failure(FailureKind.Invalid, NamingFailures.InstanceCode, BatchInstanceForm.Unreadable) : null;
        if ((service.Failure ?? metadata.Failure ?? unreadable) is { } failure)
        {
            await request.RefusedAsync(failure);
            return;
        }
        var changed = await mediator.Send(
            new ChangeInstanceMetadata(service.Value, [.. instances!.Select(static i => i.ToInstance())], metadata.Value, remove), request.Aborted);
        await (changed.Ok
            ? request.JsonAsync(changed.Value, static (json, updated) =>
            {
                json.WriteStartObject();
                json.WriteStartArray("updated"u8);
                foreach (var ((ip, port, cluster), ephemeral) in updated) json.WriteStringValue($"{ip}:{port}:unknown:{cluster}:{(ephemeral ? "ephemeral" : "persist")}");
                json.WriteEndArray();
                json.WriteEndObject();
            })
            : request.RefusedAsync(changed.Failure));
    }
}
