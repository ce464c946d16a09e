using System.CommandLine;
using Batata.Infrastructure.Cluster.Wire;

namespace Batata.Host.Commands.Cluster;

/// <summary><c>batata cluster status</c>: all of one node, and the members as it sees them. Ends with <see cref="ExitCodes.Found"/> when it is not ready.</summary>
internal sealed class StatusCommand : INodeCommand
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public Command Build(NodeContext nodes)
    {
        var command = new Command("status", "How a node fares: role, log, snapshot, readiness, disk, and the members as it sees them.");
        command.SetAction(async (line, cancellationToken) =>
        {
            var node = StatusText.Of(await nodes.AskAsync(line, Patience, static async (client, options) => await client.StatusAsync(new StatusRequest(), options), cancellationToken));
            nodes.Output(line).Result(node, ClusterJson.Default.NodeJson, StatusText.Print);
            return node.Ready ? ExitCodes.Done : ExitCodes.Found;
        });
        return command;
    }
}

/// <summary><c>batata cluster members</c>. Ends with <see cref="ExitCodes.Found"/> when one is not up.</summary>
internal sealed class MembersCommand : INodeCommand
{
    public Command Build(NodeContext nodes)
    {
        var command = new Command("members", "The members of the cluster, who leads, and who lags.");
        command.SetAction(async (line, cancellationToken) =>
        {
            var reply = await nodes.AskAsync(line, StatusCommand.Patience, static async (client, options) => await client.StatusAsync(new StatusRequest(), options), cancellationToken);
            var members = StatusText.Of(reply).Members;
            nodes.Output(line).Result(members, ClusterJson.Default.IReadOnlyListMemberJson, StatusText.Print);
            return members.All(static member => member.Condition == "UP") ? ExitCodes.Done : ExitCodes.Found;
        });
        return command;
    }
}
