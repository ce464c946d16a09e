using System.CommandLine;
using System.Globalization;
using Batata.Infrastructure.Cluster.Administration;

namespace Batata.Host.Commands.Cluster;

/// <summary><c>batata cluster restore</c>: without a running node. Makes the data folder of a new cluster's first node, or of a node alone, out of a backup.</summary>
internal sealed class RestoreCommand : INodeCommand
{
    public Command Build(NodeContext nodes)
    {
        var file = new Argument<string>("FILE") { Description = "What batata cluster backup wrote." };
        var command = new Command("restore", "Make a new data folder out of a backup, for a node alone or the first node of a new cluster. Nothing may run on the folder, and nothing be in it.") { file };
        command.SetAction((line, cancellationToken) =>
        {
            var path = Path.GetFullPath(line.GetRequiredValue(file));
            var folder = Path.GetFullPath(nodes.Common.Settings(line).Options.Cluster.DataPath);
            try
            {
                var header = RestoredFolder.Make(path, folder, cancellationToken);
                var restored = new RestoredJson(path, folder, header.Index, DateTimeOffset.FromUnixTimeMilliseconds(header.CreatedUnixMs), header.Version, header.NodeAddress);
                nodes.Output(line).Result(restored, ClusterJson.Default.RestoredJson, Print);
            }
            catch (InvalidDataException e)
            {
                throw new CommandFailedException($"{path}: {e.Message}");
            }
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Print(TextWriter output, RestoredJson restored)
    {
        output.WriteLine($"{restored.DataPath} holds all up to entry {restored.Index.ToString(CultureInfo.InvariantCulture)} of {restored.Node}, as of {restored.CreatedAt:u}.");
        output.WriteLine("Start the node on it. The other nodes of a new cluster start with empty data folders: they get everything from this one.");
    }
}
