using Batata.Application.Cluster;
using Batata.Domain.Configs;
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
        { Code: ClusterFailures.OutcomeUnknownCode } => (500, 30000, "server error"),
        { Kind: FailureKind.Invalid } => (400, 20002, "parameter validate error"),
        { Kind: FailureKind.NotFound } => (404, 20004, "resource not found"),
        { Kind: FailureKind.Conflict } => (409, 20005, "resource conflict"),
        { Kind: FailureKind.Denied } => (403, 10001, "access denied"),
        { Kind: FailureKind.Unavailable } => (StatusCodes.Status503ServiceUnavailable, 30000, "server error"),
        { Kind: FailureKind.NotSupported } => (StatusCodes.Status501NotImplemented, 40001, "API function disabled."),
        _ => (500, 30000, "server error"),
    };
}
