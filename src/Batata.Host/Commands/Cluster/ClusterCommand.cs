using System.CommandLine;

namespace Batata.Host.Commands.Cluster;

/// <summary><c>batata cluster …</c>: what an operator asks of a running node.</summary>
internal sealed class ClusterCommand : ICommand
{
    public Command Build(CommandContext context)
    {
        var cluster = new Command("cluster", "Ask a running node, alone or in a cluster: the one of these settings on this machine, or --node.");
        var nodes = new NodeContext(context);
        foreach (var option in nodes.Options) cluster.Options.Add(option);
        foreach (var command in (INodeCommand[])[new StatusCommand(), new MembersCommand(), new LeaderCommand(), new SnapshotCommand(), new BackupCommand(), new RestoreCommand(), new CompareCommand()]) cluster.Subcommands.Add(command.Build(nodes));
        return cluster;
    }
}

/// <summary>One of the commands under <c>cluster</c>.</summary>
internal interface INodeCommand
{
    Command Build(NodeContext nodes);
}
