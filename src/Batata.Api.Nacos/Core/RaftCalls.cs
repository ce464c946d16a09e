using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Core;

/// <summary>Commands for the log. Nacos has one log a group, Batata one for all: the group of a command is not looked at. Protocol source: Nacos 3.1 <c>JRaftOps</c>.</summary>
internal static class RaftCalls
{
    private const string Code = "cluster.raft_command";

    /// <returns>A failure of the kind <see cref="FailureKind.Invalid"/> is what Nacos answers inside a success.</returns>
    public static Outcome<string> Run(RaftBody body) => body.Command switch
    {
        "transferLeader" => Unsupported("the leader cannot be asked to step down in this version yet"),
        "doSnapshot" => Unsupported("snapshots are taken when they are due; one cannot be asked for in this version yet"),
        "restRaftCluster" or "resetPeers" => Unsupported("a log is never cut loose from its members: docs/operations.md says what to do when the majority is lost"),
        "removePeer" or "removePeers" or "changePeers" => Unsupported("members are what the member list says: change it"),
        var other => new Failure(FailureKind.Invalid, Code, $"Not support command : {other}"),
    };

    private static Failure Unsupported(string why) => new(FailureKind.NotSupported, Code, why);
}
