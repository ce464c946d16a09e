using Batata.Application.Cluster;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>Names as clients see them. Protocol source: Nacos <c>ServerStatus</c>.</summary>
internal enum ServerStatus
{
    Up,
    Down,
    Starting,
    Paused,
    WriteOnly,
    ReadOnly,
}

/// <summary>What naming v1 says of itself: what the switch <c>overriddenServerStatus</c> forces it to, else the truth. Protocol source: Nacos <c>ServerStatusManager</c>.</summary>
internal sealed class NamingServerStatus(INodeState node, ISwitches switches)
{
    public ServerStatus Current => Of(switches.Current.OverriddenServerStatus)
        ?? (node.NotServingReason is null ? ServerStatus.Up : node.FirstReady.IsCompleted ? ServerStatus.Down : ServerStatus.Starting);

    /// <summary>Why it is not up; null when somebody wants it so.</summary>
    public string? Reason => Of(switches.Current.OverriddenServerStatus) is null ? node.NotServingReason : null;

    public static string NameOf(ServerStatus status) => status switch
    {
        ServerStatus.Up => "UP",
        ServerStatus.Down => "DOWN",
        ServerStatus.Starting => "STARTING",
        ServerStatus.Paused => "PAUSED",
        ServerStatus.WriteOnly => "WRITE_ONLY",
        _ => "READ_ONLY",
    };

    /// <summary>Null for no or an unknown name, which the switch takes but nothing can be done with.</summary>
    private static ServerStatus? Of(string? name) => name switch
    {
        "UP" => ServerStatus.Up,
        "DOWN" => ServerStatus.Down,
        "STARTING" => ServerStatus.Starting,
        "PAUSED" => ServerStatus.Paused,
        "WRITE_ONLY" => ServerStatus.WriteOnly,
        "READ_ONLY" => ServerStatus.ReadOnly,
        _ => null,
    };
}
