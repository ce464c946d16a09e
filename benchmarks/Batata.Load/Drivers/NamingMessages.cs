using System.Globalization;

namespace Batata.Load.Drivers;

/// <summary>The naming requests of the gRPC SDKs, instances with the members that the Java SDK sends. All services are in the default group and namespace.</summary>
internal static class NamingMessages
{
    public static string ServiceName(int number) => string.Create(CultureInfo.InvariantCulture, $"service-{number}");

    /// <summary>An address of its own for each of 65,536 clients.</summary>
    public static string Ip(int client) => string.Create(CultureInfo.InvariantCulture, $"10.1.{client >> 8 & 255}.{client & 255}");

    public static byte[] Register(string service, string ip, int port) => NacosPayload.Of(
        "InstanceRequest",
        $$"""{"namespace":"public","serviceName":"{{service}}","groupName":"DEFAULT_GROUP","type":"registerInstance","instance":{{Instance(service, ip, port)}},"module":"naming"}""");

    public static byte[] Subscribe(string service) => NacosPayload.Of(
        "SubscribeServiceRequest",
        $$"""{"namespace":"public","serviceName":"{{service}}","groupName":"DEFAULT_GROUP","subscribe":true,"clusters":"","module":"naming"}""");

    private static string Instance(string service, string ip, int port) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"ip":"{{ip}}","port":{{port}},"weight":1.0,"healthy":true,"enabled":true,"ephemeral":true,"clusterName":"DEFAULT","serviceName":"DEFAULT_GROUP@@{{service}}","metadata":{"preserved.register.source":"SPRING_CLOUD"},"instanceHeartBeatInterval":5000,"instanceHeartBeatTimeOut":15000,"ipDeleteTimeout":30000}""");
}
