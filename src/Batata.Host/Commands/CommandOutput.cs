using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Batata.Host.Commands;

/// <summary>
/// Results go to standard output, as text for people or as one JSON document for programs (<c>--json</c>); everything else goes to standard
/// error, so that a pipe gets the result alone.
/// </summary>
internal sealed class CommandOutput(TextWriter output, TextWriter error, bool json)
{
    public bool Json { get; } = json;

    /// <param name="text">Prints it for people.</param>
    public void Result<T>(T result, JsonTypeInfo<T> type, Action<TextWriter, T> text)
    {
        if (Json) output.WriteLine(JsonSerializer.Serialize(result, type));
        else text(output, result);
    }

    /// <summary>What is going on, for people who wait; not with <c>--json</c>.</summary>
    public void Progress(string line)
    {
        if (!Json) error.WriteLine(line);
    }

    public void Warning(string line) => error.WriteLine($"batata: {line}");
}
