using System.Text.Json;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Naming.Json;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>Answers registrations of both kinds.</summary>
/// <param name="type">Goes back as it came; null in failures.</param>
internal sealed class InstanceResponse(string? type) : SdkResponse
{
    private static readonly PayloadType Name = new("InstanceResponse");

    public override PayloadType PayloadType => Name;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        if (type is not null) json.WriteString("type"u8, type);
    }
}

/// <inheritdoc cref="InstanceResponse"/>
internal sealed class BatchInstanceResponse(string? type) : SdkResponse
{
    private static readonly PayloadType Name = new("BatchInstanceResponse");

    public override PayloadType PayloadType => Name;

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        if (type is not null) json.WriteString("type"u8, type);
    }
}

/// <summary>Its name does not follow its request's.</summary>
internal sealed class QueryServiceResponse(ServiceInfo? service) : SdkResponse
{
    private static readonly PayloadType Name = new("QueryServiceResponse");

    public override PayloadType PayloadType => Name;

    protected override void WriteMembers(Utf8JsonWriter json) => ServiceInfoMember.Write(json, service);
}

internal sealed class SubscribeServiceResponse(ServiceInfo? service) : SdkResponse
{
    private static readonly PayloadType Name = new("SubscribeServiceResponse");

    public override PayloadType PayloadType => Name;

    protected override void WriteMembers(Utf8JsonWriter json) => ServiceInfoMember.Write(json, service);
}

/// <summary>Tells a subscriber what the service is now: all of it, each time.</summary>
internal sealed class NotifySubscriberRequest(ServiceInfo service) : ServerPush
{
    public override string Type => "NotifySubscriberRequest";

    protected override string Module => "naming";

    protected override void WriteMembers(Utf8JsonWriter json) => ServiceInfoMember.Write(json, service);
}

/// <param name="names">Null in failures.</param>
internal sealed class ServiceListResponse(int count, IReadOnlyList<string>? names) : SdkResponse
{
    private static readonly PayloadType Name = new("ServiceListResponse");

    public override PayloadType PayloadType => Name;

    /// <summary>Python needs the count in failures too.</summary>
    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteNumber("count"u8, count);
        if (names is null) return;
        json.WriteStartArray("serviceNames"u8);
        foreach (var name in names) json.WriteStringValue(name);
        json.WriteEndArray();
    }
}

internal static class ServiceInfoMember
{
    public static void Write(Utf8JsonWriter json, ServiceInfo? service)
    {
        if (service is not { } info) return;
        json.WritePropertyName("serviceInfo"u8);
        info.WriteTo(json, ServiceNameForm.Apart);
    }
}
