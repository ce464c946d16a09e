using System.Globalization;
using System.Text.RegularExpressions;

namespace Batata.Cluster.Tests.Faults.Lab;

/// <summary>
/// Names of all that a laboratory makes outside its process begin with <c>bt</c> and the id of the process, so that what a dead one left can be told and removed.
/// Short, for the name of a network interface has at most 15 characters.
/// </summary>
internal static partial class LabName
{
    private static int _made;

    public static string Next() => string.Create(CultureInfo.InvariantCulture, $"bt{Environment.ProcessId}{(char)('a' + (Interlocked.Increment(ref _made) % 26))}");

    /// <summary>Whether the name, or a path whose last part it is, was made by a process that is gone.</summary>
    public static bool IsLeftover(string name) =>
        Pattern().Match(Path.GetFileName(name.TrimEnd('/'))) is { Success: true } match && !Directory.Exists($"/proc/{match.Groups[1].Value}");

    [GeneratedRegex(@"^bt(\d+)[a-z]")]
    private static partial Regex Pattern();
}
