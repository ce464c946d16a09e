using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Push;

/// <summary>One entry of a long poll: what the client holds, or thinks it holds.</summary>
/// <param name="Md5">Empty when the client has nothing.</param>
/// <param name="Tenant">As the client wrote it, for the answer; null when it wrote none.</param>
internal readonly record struct ListeningConfig(string DataId, string Group, string Md5, string? Tenant)
{
    public ConfigKey Key => ConfigKey.Of(DataId, Group, Tenant);
}
