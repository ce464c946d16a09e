using Batata.Application.Cluster;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Core;

/// <summary>Commands for the log. Nacos has one log a group, Batata one for all: the group of a command is not looked at. Protocol source: Nacos 3.1 <c>JRaftOps</c>.</summary>
internal sealed class RaftCalls(IClusterOperations operations, IMembers members)
{
    private const string Code = "cluster.raft_command";

    /// <returns>A failure of the kind <see cref="FailureKind.Invalid"/> is what Nacos answers inside a success.</returns>
    public async Task<Outcome<string>> RunAsync(RaftBody body, CancellationToken cancellationToken) => body.Command switch
    {
        "transferLeader" => await TransferAsync(body.Value, cancellationToken),
        "doSnapshot" => Unsupported("snapshots are taken when they are due; one to keep is what batata cluster backup makes"),
        "restRaftCluster" or "resetPeers" => Unsupported("a log is never cut loose from its members: docs/operations.md says what to do when the majority is lost"),
        "removePeer" or "removePeers" or "changePeers" => Unsupported("members are what the member list says: change it"),
        var other => new Failure(FailureKind.Invalid, Code, $"Not support command : {other}"),
    };

    /// <param name="value"><c>host:port</c> of Raft, as Nacos wants it, or of the node as the list names it; blank for whoever is furthest.</param>
    private async Task<Outcome<string>> TransferAsync(string? value, CancellationToken cancellationToken)
    {
        var to = string.IsNullOrWhiteSpace(value) ? null : value.Trim();
        if (to is not null)
        {
            var member = members.Current.All.FirstOrDefault(one => one.Address == to || new MemberName(one.Host, one.MainPort, one.RaftPort).RaftAddress == to);
            if (member is null) return new Failure(FailureKind.Invalid, Code, $"No member has the address {to}");
            to = member.Address;
        }
        var changed = await operations.TransferLeadershipAsync(to, cancellationToken);
        return changed.Map(static change => $"{change.Leader} leads in the place of {change.Before}");
    }

    private static Failure Unsupported(string why) => new(FailureKind.NotSupported, Code, why);
}
