using System.CommandLine;
using System.CommandLine.Parsing;
using Batata.Host.Commands.Cluster;
using Batata.Host.Lifetime;

namespace Batata.Host.Commands;

/// <summary>The program when it is no server: parses the command line, runs the command and turns what happened into an exit code.</summary>
internal static class CommandProgram
{
    private static IEnumerable<ICommand> Commands =>
    [
        new ClusterCommand(),
        new VersionCommand(),
        new CheckCommand(),
    ];

    public static Task<int> RunAsync(string[] args) => RunAsync(args, Console.Out, Console.Error);

    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var (settings, rest) = SettingArguments.Split(args);
        var line = Root(new CommandContext(settings, output, error)).Parse(rest);
        if (line.Errors.Count > 0) return Misused(line, error);
        try
        {
            return await line.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (CommandFailedException failed)
        {
            return Report(error, failed.Message, failed.ExitCode);
        }
        catch (OperationCanceledException)
        {
            return Report(error, "interrupted", ExitCodes.Interrupted);
        }
        catch (Exception failed)
        {
            // Else it is a bug: whoever reports it needs the whole of it.
            return Report(error, StartFailure.SpeaksForItself(failed) ? failed.Message : failed.ToString(), ExitCodes.Failed);
        }
    }

    private static RootCommand Root(CommandContext context)
    {
        var root = new RootCommand("Service registry and config centre for clients of Nacos and Consul.\n\nWithout a command, or with run, it is the server; batata run --help says more.");
        foreach (var option in context.Options) root.Options.Add(option);
        foreach (var command in Commands) root.Subcommands.Add(command.Build(context));
        return root;
    }

    private static int Misused(ParseResult line, TextWriter error)
    {
        foreach (var problem in line.Errors) error.WriteLine($"batata: {problem.Message}");
        error.WriteLine($"batata: see batata {NameOf(line.CommandResult)}--help");
        return ExitCodes.Usage;
    }

    private static string NameOf(CommandResult? command) =>
        command is null or { Command: RootCommand } ? "" : NameOf(command.Parent as CommandResult) + command.Command.Name + " ";

    private static int Report(TextWriter error, string why, int exitCode)
    {
        foreach (var part in why.Split('\n')) error.WriteLine($"batata: {part}");
        return exitCode;
    }
}
