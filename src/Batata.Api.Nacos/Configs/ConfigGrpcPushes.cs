using System.Text.Json;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Configs;

/// <summary>Tells that a config changed, not how: the client asks.</summary>
/// <param name="WithTenant">False for a listener that named none: it looks its own key up without one (nacos-grpc §5.1).</param>
internal sealed class ConfigChangeNotifyRequest(ConfigKey Key, bool WithTenant) : ServerPush
{
    public override string Type => "ConfigChangeNotifyRequest";

    protected override string Module => "config";

    protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("dataId"u8, Key.DataId);
        json.WriteString("group"u8, Key.Group);
        if (WithTenant) json.WriteString("tenant"u8, Key.NamespaceId);
    }
}
