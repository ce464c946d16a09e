using System.Globalization;
using Batata.Testing.Nodes;
using Batata.Testing.Programs;

namespace Batata.Conformance.Tests.Consul;

/// <summary>What <c>eng/bullseye-programs.sh</c> fetched: Consul's own command line, and Prometheus as it is built with service discovery by Consul.</summary>
internal static class BullseyeProgram
{
    private static readonly string _folder = Path.Combine(NodeProgram.RepositoryRoot, "artifacts", "programs", "bin");

    public static string Consul => PathOf("consul");

    public static string Prometheus => PathOf("prometheus");

    /// <summary>Runs <c>consul</c> to its end against the node.</summary>
    public static Task<ProgramRun> RunConsulAsync(NodeProcess node, params IEnumerable<string> arguments) =>
        ProgramRun.OfAsync("env", ToConsul(node, arguments), TimeSpan.FromMinutes(1));

    /// <summary>Runs <c>consul</c> until it is killed.</summary>
    public static RunningProgram StartConsul(NodeProcess node, string folder, params IEnumerable<string> arguments) =>
        RunningProgram.Start("env", ToConsul(node, arguments), folder);

    private static IEnumerable<string> ToConsul(NodeProcess node, IEnumerable<string> arguments) =>
        [string.Create(CultureInfo.InvariantCulture, $"CONSUL_HTTP_ADDR={node.Host}:{node.Ports.Consul}"), Consul, .. arguments];

    private static string PathOf(string program)
    {
        var path = Path.Combine(_folder, program);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{program} is missing: eng/bullseye-programs.sh fetches it.", path);
    }
}
