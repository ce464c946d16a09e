using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;

namespace Batata.Api.Nacos.Grpc.Connections;

/// <summary>What a client said of itself when it set its connection up.</summary>
internal sealed class ClientInfo
{
    private const string AppLabelPrefix = "app_";
    private static readonly IReadOnlyDictionary<string, string?> NoLabels = new Dictionary<string, string?>();

    public ClientInfo(ConnectionSetupRequest setup, Metadata? metadata, ClientConnection connection)
    {
        Ip = string.IsNullOrEmpty(metadata?.ClientIp) ? connection.RemoteIp : metadata.ClientIp;
        Version = setup.ClientVersion ?? "";
        Tenant = setup.Tenant ?? "";
        Abilities = setup.AbilityTable;
        Labels = setup.Labels ?? NoLabels;
        VipserverTag = Blank(Labels.GetValueOrDefault(AppLabelPrefix + "Vipserver-Tag"));
        AppName = Blank(Labels.GetValueOrDefault("AppName"));
        FromSdk = Labels.GetValueOrDefault("source") == "sdk";
        Module = Labels.GetValueOrDefault("module");
    }

    /// <summary>As the client knows it: what beta versions and lists of listeners go by, not the address of the socket.</summary>
    public string Ip { get; }

    public string Version { get; }

    public string Tenant { get; }

    public IReadOnlyDictionary<string, string?> Labels { get; }

    /// <summary>Null when the client does not negotiate.</summary>
    public IReadOnlyDictionary<string, bool>? Abilities { get; }

    /// <summary>Tag of the application. Only the label <c>app_Vipserver-Tag</c> counts; a bare <c>Vipserver-Tag</c> has no effect in Nacos.</summary>
    public string? VipserverTag { get; }

    public string? AppName { get; }

    /// <summary>Such connections can be told to move.</summary>
    public bool FromSdk { get; }

    /// <summary><c>naming</c>, <c>config</c>, <c>lock</c> or <c>ai</c>.</summary>
    public string? Module { get; }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
