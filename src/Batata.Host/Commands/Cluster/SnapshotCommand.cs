using System.CommandLine;
using System.Globalization;
using Batata.Infrastructure.Cluster.Wire;

namespace Batata.Host.Commands.Cluster;

/// <summary><c>batata cluster snapshot</c>: of the node that is asked; each node takes its own.</summary>
internal sealed class SnapshotCommand : INodeCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public Command Build(NodeContext nodes)
    {
        var command = new Command("snapshot", "Take a snapshot on the node now, after which its log forgets what is in it.");
        command.SetAction(async (line, cancellationToken) =>
        {
            var reply = await nodes.AskAsync(line, Patience, static async (client, options) => await client.TakeSnapshotAsync(new TakeSnapshotRequest(), options), cancellationToken);
            var taken = new TakenJson(reply.Index, reply.Term, reply.Bytes, reply.IsNew, reply.LogBytesBefore, reply.LogBytesAfter);
            nodes.Output(line).Result(taken, ClusterJson.Default.TakenJson, Print);
            return ExitCodes.Done;
        });
        return command;
    }

    private static void Print(TextWriter output, TakenJson taken)
    {
        var index = taken.Index.ToString(CultureInfo.InvariantCulture);
        output.WriteLine(taken.IsNew ? $"Snapshot up to entry {index}, {StatusText.Size(taken.Bytes)}." : $"Nothing was written since the snapshot up to entry {index}, {StatusText.Size(taken.Bytes)}.");
        output.WriteLine($"The log has {StatusText.Size(taken.LogBytesAfter)}, before {StatusText.Size(taken.LogBytesBefore)}.");
    }
}
