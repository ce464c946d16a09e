using System.CommandLine;
using Batata.Infrastructure.Cluster.Wire;

namespace Batata.Host.Commands.Cluster;

/// <summary><c>batata cluster leader transfer</c>.</summary>
internal sealed class LeaderCommand : INodeCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public Command Build(NodeContext nodes)
    {
        var to = new Option<string?>("--to") { Description = "Node that shall lead, as the member list names it; else the one that is furthest.", HelpName = "HOST:PORT" };
        var transfer = new Command("transfer", "Let another node lead. Writes that are on their way arrive; those that come meanwhile wait a second or two.") { to };
        transfer.SetAction(async (line, cancellationToken) =>
        {
            var request = new TransferLeadershipRequest { To = line.GetValue(to) ?? "" };
            var reply = await nodes.AskAsync(line, Patience, async (client, options) => await client.TransferLeadershipAsync(request, options), cancellationToken);
            var changed = new LeaderJson(reply.Leader, reply.Before, reply.Term);
            nodes.Output(line).Result(changed, ClusterJson.Default.LeaderJson, static (output, it) => output.WriteLine($"{it.Leader} leads in term {it.Term}; before it was {it.Before}."));
            return ExitCodes.Done;
        });
        return new Command("leader", "The node that leads.") { transfer };
    }
}
