using Batata.Application.Cluster;
using Batata.Domain.Ai;
using Batata.Domain.Configs;
using Batata.Domain.Namespaces;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Failures;

/// <summary>The one table from our failures to the numbers and short texts of Nacos. Protocol source: Nacos 3.1 <c>ErrorCode</c>.</summary>
internal static class NacosFailures
{
    public static (int Status, int Code, string Summary) Map(Failure failure) => failure switch
    {
        { Code: ConfigFailures.Md5MismatchCode } => (500, 20005, "resource conflict"), // 500, not 409 (ConfigOperationService)
        { Code: ConfigFailures.TooManyGrayCode } => (400, 20010, "config gray version version over max count"),
        { Code: ConfigFailures.ClusterFullCode } => (500, 5031, "cluster capacity reach quota"), // Nacos puts the code where the status belongs
        { Code: ConfigFailures.GroupFullCode } => (500, 5032, "group capacity reach quota"),
        { Code: ConfigFailures.NamespaceFullCode } => (500, 5033, "tenant capacity reach quota"),
        { Code: ConfigFailures.TooLargeCode } => (500, 5034, "config content size is over limit"),
        { Code: NamespaceFailures.IllegalCode } => (400, 22000, "illegal namespace"),
        { Code: NamespaceFailures.TooLongCode } => (500, 30000, "server error"), // a failure of the database there
        { Code: NamespaceFailures.NotFoundCode } => (404, 22001, "namespace not exist"),
        { Code: NamespaceFailures.ExistsCode } => (400, 22002, "namespace already exist"),
        { Code: ClusterFailures.OutcomeUnknownCode } => (500, 30000, "server error"),
        { Code: NamingFailures.ServiceNameCode } => (400, 21000, "service name error"),
        { Code: NamingFailures.WeightCode } => (400, 21001, "weight error"),
        { Code: NamingFailures.MetadataCode } => (400, 21002, "instance metadata error"),
        { Code: NamingFailures.InstanceCode or NamingFailures.UpdateServiceMissingCode } => (400, 21004, "instance error"),
        { Code: NamingFailures.SelectorTypeCode } => (400, 21006, "selector error"),
        { Code: NamingFailures.ServiceExistsCode } => (400, 21007, "service already exist"),
        { Code: NamingFailures.ServiceMissingCode } => (400, 21008, "service not exist"),
        { Code: NamingFailures.ServiceNotEmptyCode } => (400, 21009, "service delete failure"),
        { Code: NamingFailures.KindConflictCode or NamingFailures.ClusterServiceMissingCode or NamingFailures.HealthCheckRunningCode } => (400, 30000, "server error"),
        { Code: NamingFailures.NotFoundCode } => (404, 30000, "server error"),
        { Code: NamingFailures.SelectorExpressionCode or NamingFailures.SwitchCode } => (500, 30000, "server error"), // 500, although it is the caller who is wrong
        { Code: NamingFailures.TooManyCode } => (StatusCodes.Status503ServiceUnavailable, 30000, "server error"), // over threshold
        { Code: McpFailures.NotFoundCode } => (404, 50000, "MCP server not found"),
        { Code: McpFailures.VersionNotFoundCode } => (404, 50001, "MCP server version not found"),
        { Code: McpFailures.VersionExistsCode } => (409, 50002, "MCP server version has existed"),
        { Code: McpFailures.NoEndpointServiceCode } => (404, 50003, "MCP server ref endpoint service not found"),
        { Code: McpFailures.MissingCode } => (400, 10000, "parameter missing"),
        { Kind: FailureKind.Invalid } => (400, 20002, "parameter validate error"),
        { Kind: FailureKind.NotFound } => (404, 20004, "resource not found"),
        { Kind: FailureKind.Conflict } => (409, 20005, "resource conflict"),
        { Kind: FailureKind.Denied } => (403, 10001, "access denied"),
        { Kind: FailureKind.Unavailable } => (StatusCodes.Status503ServiceUnavailable, 30000, "server error"),
        { Kind: FailureKind.NotSupported } => (StatusCodes.Status501NotImplemented, 40001, "API function disabled."),
        _ => (500, 30000, "server error"),
    };
}
