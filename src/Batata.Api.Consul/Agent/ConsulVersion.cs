using System.Reflection;
using Batata.Application.Catalog;

namespace Batata.Api.Consul.Agent;

/// <summary>What this node says when it is asked for its version.</summary>
internal static class ConsulVersion
{
    /// <summary>The Consul whose API this is: clients compare it with the release that brought what they need, and ours would tell them nothing.</summary>
    public const string Text = OwnNode.ConsulVersion;

    /// <summary>Stands where Consul has its edition.</summary>
    public const string Metadata = "batata";

    private static readonly string[] Own =
        (typeof(ConsulVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+', 2);

    /// <summary>Of Batata.</summary>
    public static string Release => Own[0];

    /// <summary>The commit it was built from; its release when that is not known.</summary>
    public static string Revision => Own.Length > 1 ? Own[1][..Math.Min(8, Own[1].Length)] : Own[0];

    /// <summary>When this program was built, as far as its file tells.</summary>
    public static DateTimeOffset BuiltAt { get; } = File.Exists(Environment.ProcessPath) ? new DateTimeOffset(File.GetLastWriteTimeUtc(Environment.ProcessPath)) : default;
}
