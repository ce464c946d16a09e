namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>How a node of a cluster reaches the others and is reached by them.</summary>
internal sealed record PeerTransport(PeerListener Listener, PeerConnector Connector, PeerClients Clients);
