using System.Reflection;

namespace Batata.Host;

internal static class ProgramVersion
{
    /// <summary>As released, such as 0.1.0; what the build appends after a plus is left out.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
