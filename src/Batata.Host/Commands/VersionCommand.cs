using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace Batata.Host.Commands;

/// <summary><c>batata version</c>: what is installed here. For what runs elsewhere ask <c>batata cluster status</c>.</summary>
internal sealed partial class VersionCommand : ICommand
{
    public Command Build(CommandContext context)
    {
        var command = new Command("version", "Version of this program.");
        command.SetAction(line =>
        {
            var version = new Version(ProgramVersion.Text, RuntimeInformation.FrameworkDescription, RuntimeInformation.RuntimeIdentifier);
            context.Output(line).Result(version, Json.Default.Version, static (output, it) => output.WriteLine($"batata {it.Batata} ({it.Runtime}, {it.Platform})"));
            return ExitCodes.Done;
        });
        return command;
    }

    internal sealed record Version(string Batata, string Runtime, string Platform);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Version))]
    private sealed partial class Json : JsonSerializerContext;
}
