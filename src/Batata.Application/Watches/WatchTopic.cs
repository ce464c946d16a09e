namespace Batata.Application.Watches;

/// <summary>What a blocking query of Consul can wait for.</summary>
public enum WatchKind : byte
{
    /// <summary>One key of the KV store.</summary>
    Key = 1,

    /// <summary>All keys that begin with the name.</summary>
    KeysUnder,
    Nodes,
    Services,

    /// <summary>One service, by its name in lower case: its instances, their checks and nodes.</summary>
    Service,

    /// <summary>What answers for a service within the mesh, by its name in lower case.</summary>
    Connect,

    /// <summary>One node, by its name in lower case, with its services.</summary>
    Node,
    Checks,
    Sessions,
    Coordinates,
    Events,

    /// <summary>What the agent of a node has, by the node's name in lower case.</summary>
    Agent,

    /// <summary>One session, by its id in lower case.</summary>
    Session,

    /// <summary>The sessions of a node, by its name in lower case.</summary>
    SessionsOfNode,
}

/// <param name="Name">Empty for a whole table.</param>
public readonly record struct WatchTopic(WatchKind Kind, string Name = "")
{
    public static WatchTopic Nodes { get; } = new(WatchKind.Nodes);

    public static WatchTopic Services { get; } = new(WatchKind.Services);

    public static WatchTopic Checks { get; } = new(WatchKind.Checks);

    /// <summary>All sessions.</summary>
    public static WatchTopic Sessions { get; } = new(WatchKind.Sessions);

    public static WatchTopic Session(string id) => new(WatchKind.Session, id.ToLowerInvariant());

    public static WatchTopic SessionsOfNode(string node) => new(WatchKind.SessionsOfNode, node.ToLowerInvariant());

    public static WatchTopic Key(string key) => new(WatchKind.Key, key);

    public static WatchTopic Service(string name) => new(WatchKind.Service, name.ToLowerInvariant());

    public static WatchTopic Connect(string name) => new(WatchKind.Connect, name.ToLowerInvariant());

    public static WatchTopic Node(string name) => new(WatchKind.Node, name.ToLowerInvariant());

    public static WatchTopic Agent(string node) => new(WatchKind.Agent, node.ToLowerInvariant());

    public static WatchTopic KeysUnder(string prefix) => new(WatchKind.KeysUnder, prefix);
}
