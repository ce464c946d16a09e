using Batata.Api.Nacos.Grpc.Messages;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Naming.Grpc;

/// <summary>
/// Refusals of naming over gRPC. Nearly all are exceptions in Nacos and go out as <see cref="ErrorResponse"/>, with the text that the
/// exception has: that of a runtime one names its code first and ends in a blank. Protocol source: Nacos 3.1 <c>NacosRuntimeException</c>.
/// </summary>
internal static class NamingGrpcFailures
{
    private const int Invalid = 400;
    private const int ClientDisconnected = -401;
    private const int OverThreshold = 503;

    /// <param name="refuse">Makes a failure of the handler's own response type.</param>
    public static SdkResponse Answer(Failure failure, Func<int, string, SdkResponse> refuse) => failure.Code switch
    {
        NamingFailures.InstanceCode => ErrorResponse.OfHandler(Invalid, failure.Message),
        NamingFailures.KindConflictCode => Runtime(Invalid, failure.Message),
        NamingFailures.ClientMissingCode => Runtime(ClientDisconnected, failure.Message),
        // Nacos knows no such limit. Trying again would not help, so it is no ErrorResponse.
        NamingFailures.TooManyCode => refuse(OverThreshold, failure.Message),
        _ => ErrorResponse.OfHandler(SdkResponse.Failed, failure.Message),
    };

    public static SdkResponse UnsupportedType(string type) => ErrorResponse.OfHandler(Invalid, $"Unsupported request type {type}");

    public static SdkResponse MissingInstance() => ErrorResponse.OfHandler(Invalid, "Instance can not be null.");

    public static SdkResponse Missing(string member) => ErrorResponse.OfHandler(SdkResponse.Failed, $"Param '{member}' is illegal, {member} is null");

    public static SdkResponse Illegal(string problem) => ErrorResponse.OfHandler(SdkResponse.Failed, problem);

    private static ErrorResponse Runtime(int code, string message) => ErrorResponse.OfHandler(code, $"errCode: {code}, errMsg: {message} ");
}
