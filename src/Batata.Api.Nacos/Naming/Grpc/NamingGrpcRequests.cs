using System.Text.Json.Serialization;
using Batata.Api.Nacos.Audit;
using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Http;
using Batata.Application.Identity;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>The three names that all naming requests have. Nacos fills nothing in: a blank namespace is one of its own.</summary>
internal abstract class NamingRequest : SdkRequest
{
    public string? Namespace { get; set; }

    /// <summary>Without the group.</summary>
    public string? ServiceName { get; set; }

    public string? GroupName { get; set; }

    public ServiceKey Key => new(Namespace ?? "", GroupName ?? "", ServiceName ?? "");

    public override string Subject() => AuditTexts.Resource(Namespace, GroupName, "naming", ServiceName);

    public override IEnumerable<string?> NamedNamespaces => [Namespace];

    public override bool IsAllowed(Caller caller, NacosPermission permission) => permission.Allows(caller, Namespace, GroupName, ServiceName);

    /// <summary>The parameter check of the names, in the order of Nacos.</summary>
    public string? NameProblem() =>
        NamingParameters.NamespaceProblem(Namespace) ?? NamingParameters.ServiceProblem(ServiceName) ?? NamingParameters.GroupProblem(GroupName);

    /// <summary>What the grouped name is refused for. Protocol source: Nacos 3.1 <c>NamingUtils.getGroupedName</c>.</summary>
    public string? BlankProblem() =>
        string.IsNullOrWhiteSpace(ServiceName) ? "Param 'serviceName' is illegal, serviceName is blank"
        : string.IsNullOrWhiteSpace(GroupName) ? "Param 'groupName' is illegal, groupName is blank"
        : null;
}

internal class InstanceRequest : NamingRequest
{
    public const string Register = "registerInstance";
    public const string Deregister = "deregisterInstance";

    public string? Type { get; set; }

    public InstanceBody? Instance { get; set; }
}

internal sealed class PersistentInstanceRequest : InstanceRequest;

internal class BatchInstanceRequest : NamingRequest
{
    public const string Register = "batchRegisterInstance";

    public string? Type { get; set; }

    public List<InstanceBody?>? Instances { get; set; }
}

internal sealed class ServiceQueryRequest : NamingRequest
{
    /// <summary>Comma list; null for all.</summary>
    public string? Cluster { get; set; }

    public bool HealthyOnly { get; set; }
}

internal sealed class ServiceListRequest : NamingRequest
{
    public int PageNo { get; set; }

    public int PageSize { get; set; }
}

/// <summary>The C# SDK sends its batch registrations under this name, so it may hold one (nacos-grpc C3).</summary>
internal sealed class SubscribeServiceRequest : BatchInstanceRequest
{
    public bool Subscribe { get; set; }

    public string? Clusters { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    Converters = [typeof(LenientStringConverter), typeof(LenientBooleanConverter), typeof(LenientIntConverter), typeof(LenientDoubleConverter)])]
[JsonSerializable(typeof(InstanceRequest))]
[JsonSerializable(typeof(PersistentInstanceRequest))]
[JsonSerializable(typeof(BatchInstanceRequest))]
[JsonSerializable(typeof(ServiceQueryRequest))]
[JsonSerializable(typeof(ServiceListRequest))]
[JsonSerializable(typeof(SubscribeServiceRequest))]
[JsonSerializable(typeof(NamingFuzzyWatchRequest))]
internal sealed partial class NamingJson : JsonSerializerContext;
