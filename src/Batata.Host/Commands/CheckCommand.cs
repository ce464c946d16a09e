using System.CommandLine;
using System.Text.Json.Serialization;
using Batata.Host.Settings;
using Batata.Infrastructure.Checking;

namespace Batata.Host.Commands;

/// <summary><c>batata check</c>: reads the data folder of a node that does not run, and says whether all of it is whole.</summary>
internal sealed partial class CheckCommand : ICommand
{
    public Command Build(CommandContext context)
    {
        var command = new Command("check", "Check the data folder of a stopped node, or a copy of it: log, state, contents and snapshots. Changes nothing.");
        command.SetAction((line, token) => Task.Run(() => Run(context, line, token), token));
        return command;
    }

    private static int Run(CommandContext context, ParseResult line, CancellationToken token)
    {
        var settings = context.Settings(line);
        if (settings.Problems.FirstOrDefault(static problem => problem.StartsWith(SealRules.KeysKey, StringComparison.Ordinal) || problem.StartsWith(SealRules.FileKey, StringComparison.Ordinal)) is { } wrong)
            throw new CommandFailedException(wrong, ExitCodes.Usage);
        var output = context.Output(line);
        var report = DataFolderCheck.Run(settings.Options.Cluster.DataPath, settings.Options.Seals, output.Progress, token);
        output.Result(report, CheckJson.Default.CheckReport, Print);
        return report.IsWhole ? ExitCodes.Done : ExitCodes.Found;
    }

    private static void Print(TextWriter output, CheckReport report)
    {
        foreach (var problem in report.Problems) output.WriteLine($"DAMAGED  {problem}");
        foreach (var note in report.Notes) output.WriteLine($"note     {note}");
        output.WriteLine($"{report.Path}: {(report.IsWhole ? "whole" : "damaged")}");
        output.WriteLine($"  log        {report.Entries} entries, up to {report.LastIndex}");
        output.WriteLine($"  state      up to entry {report.AppliedIndex}, {report.Contents} contents with the md5 that is stored with them");
        output.WriteLine($"  snapshots  {report.Snapshots}");
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(CheckReport))]
    private sealed partial class CheckJson : JsonSerializerContext;
}
