using System.CommandLine;
using System.Globalization;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Host.Commands.Cluster;

/// <summary><c>batata cluster backup</c>: asks a running node for all that is replicated and checks it on the way into a file.</summary>
internal sealed class BackupCommand : INodeCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(1);

    public Command Build(NodeContext nodes)
    {
        var file = new Argument<string>("FILE") { Description = "The backup; - for standard output." };
        var force = new Option<bool>("--force") { Description = "Replace a file that is there." };
        var stale = new Option<bool>("--stale") { Description = "Take what the node has, without asking a leader; for a node that finds none." };
        var command = new Command("backup", "Back up all that is replicated, while it is read and written: whatever was acknowledged before is in the file.") { file, force, stale };
        command.SetAction(async (line, cancellationToken) =>
        {
            var output = nodes.Output(line);
            var path = line.GetRequiredValue(file);
            if (path == "-" && output.Json) throw new CommandFailedException("--json and a backup on standard output cannot be told apart", ExitCodes.Usage);
            using var target = path == "-" ? BackupTarget.StandardOutput() : BackupTarget.ToFile(path, line.GetValue(force));
            var request = new BackupRequest { Stale = line.GetValue(stale) };
            var result = await nodes.AskAsync(line, Patience, (client, options) => ReceiveAsync(client, request, options, target, output), cancellationToken);
            if (path != "-") output.Result(result, ClusterJson.Default.BackupJson, Print);
            return ExitCodes.Done;
        });
        return command;
    }

    private static async Task<BackupJson> ReceiveAsync(Admin.AdminClient client, BackupRequest request, CallOptions options, BackupTarget target, CommandOutput output)
    {
        using var call = client.Backup(request, options);
        var progress = new Progress(output);
        try
        {
            while (await call.ResponseStream.MoveNext(options.CancellationToken))
            {
                var part = call.ResponseStream.Current;
                target.Write(part.Data.Span);
                progress.Tell(target.Bytes, part.TotalBytes);
            }
            return target.Complete();
        }
        catch (InvalidDataException e)
        {
            throw new CommandFailedException($"the backup did not arrive as it was sent: {e.Message}; nothing was kept");
        }
    }

    private static void Print(TextWriter output, BackupJson done)
    {
        output.WriteLine($"{done.File}: all up to entry {done.Index.ToString(CultureInfo.InvariantCulture)}, {StatusText.Size(done.Bytes)}, from {done.Node}.");
        output.WriteLine($"SHA-256 {done.Sha256}");
    }

    /// <summary>A line now and then, once it takes long enough to be asked after.</summary>
    private sealed class Progress(CommandOutput output)
    {
        private static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

        private long _told = TimeProvider.System.GetTimestamp();
        private long _total;

        public void Tell(long bytes, long total)
        {
            if (total > 0) _total = total;
            if (_total == 0 || TimeProvider.System.GetElapsedTime(_told) < Period) return;
            _told = TimeProvider.System.GetTimestamp();
            output.Progress($"{(bytes * 100 / _total).ToString(CultureInfo.InvariantCulture)} % of {StatusText.Size(_total)}");
        }
    }
}
