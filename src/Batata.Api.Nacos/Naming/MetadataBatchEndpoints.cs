using Batata.Api.Nacos.Failures;
using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Naming.Json;
using Batata.Application.Naming;
using Batata.Domain.Shared;
using MediatR;

namespace Batata.Api.Nacos.Naming;

/// <summary>
/// Keys of several overrides at once, alike in v2 and v3. <c>consistencyType</c> is taken, but filters nothing. Protocol source: Nacos 3.1
/// <c>InstanceMetadataBatchOperationForm</c>, <c>InstanceOperatorClientImpl.batchUpdateMetadata</c>.
/// </summary>
internal sealed class MetadataBatchEndpoints(NamingChecks checks, IMediator mediator) : INacosEndpoints
{
    private const string Path = "/instance/metadata/batch";
    private const string Replacement = " ${contextPath:nacos}/v3/admin/ns" + Path;

    private static readonly Failure Unreadable = new(FailureKind.Invalid, "naming.instances", BatchInstanceForm.Unreadable);

    public void Map(NacosRouteBuilder nacos)
    {
        var (v2, v3) = (nacos.Group("/v2/ns", ResultErrors.Instance), nacos.Group("/v3/admin/ns", ResultErrors.Instance));
        Declare(v2.Put(Path, request => ChangeAsync(request, remove: false))).Compatibility(ApiClass.Admin, "PUT" + Replacement);
        Declare(v2.Delete(Path, request => ChangeAsync(request, remove: true))).Compatibility(ApiClass.Admin, "DELETE" + Replacement);
        Declare(v3.Put(Path, request => ChangeAsync(request, remove: false)));
        Declare(v3.Delete(Path, request => ChangeAsync(request, remove: true)));
    }

    private NacosRoute Declare(NacosRoute route) => route
        .RequireNacosPermission(NacosPermission.WriteNaming)
        .Checked(checks.MetadataBatch)
        .RequiresFields("serviceName", "metadata");

    private async Task ChangeAsync(NacosRequest request, bool remove)
    {
        var service = request.CompositeService();
        var metadata = request.MetadataField();
        var instances = BatchInstanceForm.Parse(request["instances"]);
        if ((service.Failure ?? metadata.Failure ?? (instances is null ? Unreadable : null)) is { } failure)
        {
            await request.RefuseAsync(failure);
            return;
        }
        var changed = await mediator.Send(
            new ChangeInstanceMetadata(service.Value, [.. instances!.Select(static i => i.ToInstance())], metadata.Value, remove), request.Aborted);
        await (changed.Ok ? Answers.SuccessAsync(request.Http, changed.Value, UpdatedJson.Write) : request.RefuseAsync(changed.Failure));
    }
}
