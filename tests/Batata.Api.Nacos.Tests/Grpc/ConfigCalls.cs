using System.Text.Json;
using Batata.Testing.Nacos;

namespace Batata.Api.Nacos.Tests.Grpc;

/// <summary>Config requests as SDKs write them.</summary>
internal static class ConfigCalls
{
    public const string Group = "DEFAULT_GROUP";

    public static Task<SdkMessage> PublishAsync(
        this NacosGrpcClient client, string dataId, string content, string tenant = "", string? casMd5 = null, Dictionary<string, string?>? addition = null) =>
        client.RequestAsync("ConfigPublishRequest", JsonSerializer.Serialize(new { dataId, group = Group, tenant, content, casMd5, additionMap = addition }));

    public static Task<SdkMessage> QueryAsync(this NacosGrpcClient client, string dataId, string tenant = "", string? tag = null) =>
        client.RequestAsync("ConfigQueryRequest", JsonSerializer.Serialize(new { dataId, group = Group, tenant, tag }));

    public static Task<SdkMessage> RemoveAsync(this NacosGrpcClient client, string dataId, string tenant = "", string? tag = null) =>
        client.RequestAsync("ConfigRemoveRequest", JsonSerializer.Serialize(new { dataId, group = Group, tenant, tag }));

    public static Task<SdkMessage> ListenAsync(
        this NacosGrpcClient client, string dataId, string? md5 = "", string? tenant = "", bool listen = true, IReadOnlyDictionary<string, string>? headers = null) =>
        client.RequestAsync(
            "ConfigBatchListenRequest",
            JsonSerializer.Serialize(new { listen, configListenContexts = new[] { new { dataId, group = Group, md5, tenant } } }),
            headers);

    /// <summary>DataIds that an answer calls changed.</summary>
    public static string[] Changed(this SdkMessage answer) =>
        [.. answer.Json.GetProperty("changedConfigs").EnumerateArray().Select(c => c.GetProperty("dataId").GetString()!)];

    public static string Md5(string content) => Domain.Configs.ConfigContent.Of(content).Md5;
}
