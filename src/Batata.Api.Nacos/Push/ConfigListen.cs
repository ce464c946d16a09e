using Batata.Api.Nacos.Grpc.Connections;
using Batata.Application.Configs;
using Batata.Domain.Configs;

namespace Batata.Api.Nacos.Push;

/// <summary>One config that one gRPC connection listens to, and the push about it that is under way, if any.</summary>
internal sealed class ConfigListen(ClientConnection connection, ListenedConfig config, PushRetries retries, Action<ConfigListen> forget)
    : PushSlot(connection, retries)
{
    public ListenedConfig Config => config;

    /// <summary>What the client said it holds: empty for nothing, null when it said nothing.</summary>
    public string? Md5 { get; set; }

    /// <summary>False when the client named no namespace: then it is told none. The newest listen decides.</summary>
    public bool WithTenant { get; set; }

    public string? Tag { get; set; }

    /// <summary>
    /// A client that acknowledges other pushes but not this one does not know the config any more (Go never un-listens): it keeps its
    /// connection. Another one hears nothing at all; it finds out by reconnecting what it missed.
    /// </summary>
    protected override void GaveUp(bool deaf)
    {
        if (deaf) Connection.Drop("config pushes are not acknowledged");
        else forget(this);
    }
}

/// <summary>A config that somebody listens to over gRPC.</summary>
internal sealed class ListenedConfig(ConfigKey key)
{
    public ConfigKey Key { get; } = key;

    /// <summary>Guards the members below.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Nobody listened any more, so it was taken out of the index.</summary>
    public bool Abandoned { get; set; }

    /// <summary>What the listeners were last told of.</summary>
    public ServedConfig? Known { get; set; }

    public HashSet<ConfigListen> Listens { get; } = [];
}
