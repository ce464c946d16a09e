using Batata.Domain.Shared;

namespace Batata.Domain.Naming;

/// <summary>Every refusal of this context with its stable code. Texts are those of Nacos 3.1 where a client can see them.</summary>
public static class NamingFailures
{
    /// <summary>Weight outside 0 to 10000 (21001 in v2 and v3).</summary>
    public const string WeightCode = "naming.weight";

    /// <summary>Illegal cluster or heart-beat times of an instance (21004).</summary>
    public const string InstanceCode = "naming.instance";

    /// <summary>The metadata text cannot be read (21002).</summary>
    public const string MetadataCode = "naming.metadata";
    public const string IdGeneratorCode = "naming.id_generator";

    /// <summary>A service holds one kind of instances (Nacos: NacosRuntimeException 400, whose text begins with <c>errCode: 400, errMsg: </c> and ends with a blank).</summary>
    public const string KindConflictCode = "naming.kind_conflict";

    /// <summary>The client of the call is not known here (gRPC −401).</summary>
    public const string ClientMissingCode = "naming.client_missing";

    /// <summary>A client holds too many registrations or subscriptions.</summary>
    public const string TooManyCode = "naming.too_many";

    /// <summary>A service without a name (21000).</summary>
    public const string ServiceNameCode = "naming.service_name";
    public const string NamelessText = "Param 'serviceName' is illegal, serviceName is blank";

    /// <summary>A name without its group where one belongs (20002).</summary>
    public const string UngroupedNameCode = "naming.ungrouped_name";

    /// <summary>21007.</summary>
    public const string ServiceExistsCode = "naming.service_exists";

    /// <summary>21008.</summary>
    public const string ServiceMissingCode = "naming.service_missing";

    /// <summary>21009.</summary>
    public const string ServiceNotEmptyCode = "naming.service_not_empty";

    /// <summary>Update of an instance in a service that is not there (21004).</summary>
    public const string UpdateServiceMissingCode = "naming.update_service_missing";

    /// <summary>Update of a cluster in a service that is not there.</summary>
    public const string ClusterServiceMissingCode = "naming.cluster_service_missing";

    /// <summary>20004.</summary>
    public const string InstanceMissingCode = "naming.instance_missing";

    /// <summary>An operator asks for a client that is not here (20004).</summary>
    public const string ClientUnknownCode = "naming.client_unknown";

    /// <summary>Catalogue: no such service or cluster.</summary>
    public const string NotFoundCode = "naming.not_found";

    /// <summary>A filter of a list is no regular expression (20002).</summary>
    public const string FilterCode = "naming.filter";

    /// <summary>No or unknown selector type (21006).</summary>
    public const string SelectorTypeCode = "naming.selector_type";
    public const string SelectorExpressionCode = "naming.selector_expression";
    public const string HealthCheckerCode = "naming.health_checker";
    public const string HealthCheckRunningCode = "naming.health_check_running";
    public const string SwitchCode = "naming.switch";

    public static Failure Weight() => new(FailureKind.Invalid, WeightCode, "instance format invalid: The weights range from 0.0 to 10000.0");

    public static Failure HeartBeatTimes() =>
        new(FailureKind.Invalid, InstanceCode, "Instance 'heart beat interval' must less than 'heart beat timeout' and 'ip delete timeout'.");

    public static Failure ClusterName(string name) =>
        new(FailureKind.Invalid, InstanceCode, $"Instance 'clusterName' should be characters with only 0-9a-zA-Z-. (current: {name})");

    public static Failure MetadataUnreadable(string text) => new(FailureKind.Invalid, MetadataCode, $"metadata format incorrect:{text}");

    public static Failure IdGenerator() => new(FailureKind.Invalid, IdGeneratorCode, "The InstanceIdGenerator type is not found ");

    public static Failure KindConflict(in ServiceKey service, ServiceKind holds, bool batch = false) => new(
        FailureKind.Conflict,
        KindConflictCode,
        holds == ServiceKind.Persistent
            ? $"Current service {service.GroupedName} is persistent service, can't {(batch ? "batch register" : "register")} ephemeral instance."
            : $"Current service {service.GroupedName} is ephemeral service, can't {(batch ? "batch register" : "register")} persistent instance.");

    public static Failure ClientMissing(string clientId) => new(FailureKind.NotFound, ClientMissingCode, $"Client [{clientId}] connection already disconnect");

    public static Failure TooManyRegistrations(int max) =>
        new(FailureKind.LimitReached, TooManyCode, $"client registers too many services, over {max}");

    public static Failure TooManySubscriptions(int max) =>
        new(FailureKind.LimitReached, TooManyCode, $"client subscribes to too many services, over {max}");

    public static Failure Nameless() => new(FailureKind.Invalid, ServiceNameCode, NamelessText);

    public static Failure UngroupedName() =>
        new(FailureKind.Invalid, UngroupedNameCode, "Param 'serviceName' is illegal, it should be format as 'groupName@@serviceName'");

    public static Failure ServiceExists(in ServiceKey service) =>
        new(FailureKind.Conflict, ServiceExistsCode, $"specified service {service.GroupedName} already exists!");

    public static Failure ServiceMissing(in ServiceKey service) => new(FailureKind.NotFound, ServiceMissingCode, $"service {service.GroupedName} not found!");

    /// <summary>The same for somebody who only asks.</summary>
    public static Failure ServiceUnknown(in ServiceKey service) => new(
        FailureKind.NotFound, ServiceMissingCode, $"service not found, namespace: {service.NamespaceId}, serviceName: {service.GroupedName}");

    public static Failure ServiceNotEmpty(in ServiceKey service) => new(
        FailureKind.Conflict, ServiceNotEmptyCode, $"Service {service.GroupedName} is not empty, can't be delete. Please unregister instance first");

    public static Failure UpdateServiceMissing(in ServiceKey service) => new(
        FailureKind.NotFound, UpdateServiceMissingCode, $"service not found, namespace: {service.NamespaceId}, service: {service.GroupedName}");

    public static Failure ClusterServiceMissing(in ServiceKey service) => new(
        FailureKind.NotFound, ClusterServiceMissingCode, $"service not found groupName: {service.Group},serviceName: {service.Name}");

    public static Failure NoInstances(in ServiceKey service, string cluster) =>
        new(FailureKind.NotFound, InstanceMissingCode, $"no ips found for cluster {cluster} in service {service.GroupedName}");

    public static Failure NoSuchInstance() => new(FailureKind.NotFound, InstanceMissingCode, "no matched ip found!");

    public static Failure NoSuchService(in ServiceKey service) => new(FailureKind.NotFound, NotFoundCode, $"service {service.GroupedName} is not found!");

    public static Failure NoSuchCluster(string cluster) => new(FailureKind.NotFound, NotFoundCode, $"cluster {cluster} is not found!");

    public static Failure NoSuchClient(string clientId) => new(FailureKind.NotFound, ClientUnknownCode, $"clientId [ {clientId} ] not exist");

    public static Failure Filter(string filter) => new(FailureKind.Invalid, FilterCode, $"illegal regular expression: {filter}");

    public static Failure SelectorType() => new(FailureKind.Invalid, SelectorTypeCode, "not match any type of selector!");

    public static Failure SelectorExpression() =>
        new(FailureKind.Invalid, SelectorExpressionCode, "Selector parses failed: parse expression failed!");

    public static Failure HealthChecker() => new(FailureKind.Invalid, HealthCheckerCode, "healthChecker is no JSON object");

    public static Failure HealthCheckRunning(in ServiceKey service, string cluster) => new(
        FailureKind.Conflict, HealthCheckRunningCode, $"health check is still working, service: {service.GroupedName}, cluster: {cluster}");

    public static Failure Switch(string message) => new(FailureKind.Invalid, SwitchCode, message);
}
