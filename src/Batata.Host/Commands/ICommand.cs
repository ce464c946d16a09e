using System.CommandLine;

namespace Batata.Host.Commands;

/// <summary>One command of the program: its names, arguments and options, and what it does. Listed in <see cref="CommandProgram"/>.</summary>
internal interface ICommand
{
    /// <summary>The action returns one of <see cref="ExitCodes"/> and throws <see cref="CommandFailedException"/> for what a person can act on.</summary>
    Command Build(CommandContext context);
}
