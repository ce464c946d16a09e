using System.CommandLine;
using System.Globalization;
using Batata.Infrastructure.Cluster.Wire;

namespace Batata.Host.Commands.Cluster;

/// <summary><c>batata cluster check</c>: whether all nodes hold the same. Ends with <see cref="ExitCodes.Found"/> when one differs or could not be compared.</summary>
internal sealed class CompareCommand : INodeCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public Command Build(NodeContext nodes)
    {
        var command = new Command("check", "Compare what all nodes hold at one entry of the log, while they work, and tell which differs.");
        command.SetAction(async (line, cancellationToken) =>
        {
            var reply = await nodes.AskAsync(line, Patience, static async (client, options) => await client.CheckAsync(new CheckRequest(), options), cancellationToken);
            var compared = Compare(reply.Nodes);
            nodes.Output(line).Result(compared, ClusterJson.Default.ComparedJson, Print);
            return compared.Same ? ExitCodes.Done : ExitCodes.Found;
        });
        return command;
    }

    public static ComparedJson Compare(IEnumerable<CheckedNode> nodes)
    {
        var all = nodes.ToList();
        var answered = all.Where(static node => node.Digest is not null).ToList();
        var index = answered.Count == 0 ? 0 : answered.GroupBy(static node => node.Digest.Index).MaxBy(static group => group.Count())!.Key;
        var usual = answered.Where(node => node.Digest.Index == index)
            .SelectMany(static node => node.Digest.Tables)
            .GroupBy(static table => table.Name)
            .ToDictionary(static tables => tables.Key, static tables => tables.GroupBy(static table => table.Digest).MaxBy(static same => same.Count())!.Key);
        var schema = answered.Count == 0 ? 0 : answered.GroupBy(static node => node.Digest.Schema).MaxBy(static group => group.Count())!.Key;
        var compared = all.Select(node => Compare(node, index, schema, usual)).ToList();
        return new ComparedJson(compared.TrueForAll(static node => node is { Problem: null, Differs.Count: 0 }), index, compared);
    }

    private static ComparedNodeJson Compare(CheckedNode node, long index, int schema, Dictionary<string, string> usual)
    {
        if (node.Digest is not { } digest) return new ComparedNodeJson(node.Address, null, node.Problem, [], new Dictionary<string, TableJson>());
        var tables = digest.Tables.ToDictionary(static table => table.Name, static table => new TableJson(table.Rows, table.Digest));
        if (digest.Index != index) return new ComparedNodeJson(node.Address, digest.Index, "it was too busy to look at the same entry; try again", [], tables);
        if (digest.Schema != schema) return new ComparedNodeJson(node.Address, digest.Index, "its release has other tables than that of the others; try again when all are upgraded", [], tables);
        var differs = usual.Where(one => !tables.TryGetValue(one.Key, out var own) || own.Digest != one.Value).Select(static one => one.Key).Order().ToList();
        return new ComparedNodeJson(node.Address, digest.Index, null, differs, tables);
    }

    private static void Print(TextWriter output, ComparedJson compared)
    {
        foreach (var node in compared.Nodes)
        {
            output.WriteLine(node switch
            {
                { Problem: { } why } => $"{node.Address}: not compared: {why}",
                { Differs.Count: > 0 } => $"{node.Address}: differs in {string.Join(", ", node.Differs)}",
                _ => $"{node.Address}: {node.Tables.Values.Sum(static table => table.Rows).ToString(CultureInfo.InvariantCulture)} rows in {node.Tables.Count.ToString(CultureInfo.InvariantCulture)} tables",
            });
        }
        output.WriteLine(compared.Same
            ? $"All hold the same at entry {compared.Index.ToString(CultureInfo.InvariantCulture)}."
            : "Not all were seen to hold the same. A node that differs is to be started again with an empty data folder.");
    }
}
