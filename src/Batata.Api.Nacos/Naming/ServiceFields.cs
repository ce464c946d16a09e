using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Naming;

/// <summary>The form of a service in v2 and v3. Protocol source: Nacos 3.1 <c>ServiceForm</c>, <c>ServiceControllerV3.parseSelector</c>.</summary>
/// <param name="Kind">Persistent unless it says otherwise; of an update it is ignored.</param>
internal sealed record ServiceFields(ServiceKey Service, ServiceKind Kind, float ProtectThreshold, ServiceSelector Selector, Metadata ExtendData)
{
    public static NacosRoute Declare(NacosRoute route) => route
        .RequiresFields("serviceName")
        .Takes("ephemeral", ParameterType.Bool)
        .Takes("protectThreshold", ParameterType.Float);

    public CreateService ToCreate() => new(Service, Kind, ProtectThreshold, Selector, ExtendData);

    public UpdateService ToUpdate() => new(Service, ProtectThreshold, Selector, ExtendData);

    public static Outcome<ServiceFields> Read(NacosRequest request)
    {
        var service = request.ServiceField();
        var selector = ServiceSelector.Parse(TwiceEncoded.Json(request["selector"]));
        var metadata = request.MetadataField(keepNulls: true);
        if ((service.Failure ?? selector.Failure ?? metadata.Failure) is { } failure) return failure;
        return new ServiceFields(
            service.Value,
            request.Bool("ephemeral") ? ServiceKind.Ephemeral : ServiceKind.Persistent,
            (float)(request.Real("protectThreshold") ?? 0),
            selector.Value,
            metadata.Value);
    }
}
