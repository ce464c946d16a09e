using Batata.Application.Abstractions;
using Batata.Architecture.Tests.Counterexamples;
using NetArchTest.Rules;

namespace Batata.Architecture.Tests;

/// <summary>The arrows: Api.* and Infrastructure → Application → Domain; the host sees all.</summary>
public static class Rules
{
    public static IReadOnlyList<Rule> All { get; } =
    [
        Rule.NoUse("domain uses no other layer", [Layers.Domain], typeof(UsesApplication), ["Batata.Application", .. Outer]),
        Rule.NoUse("domain does no I/O and asks no clock, no chance, no container", [Layers.Domain], typeof(AsksTheClock),
            "System.IO.File", "System.IO.FileStream", "System.IO.Directory", "System.IO.FileInfo", "System.Net", "System.TimeProvider", "System.Random", "System.Security.Cryptography.RandomNumberGenerator",
            "System.Threading.Tasks.Task.Delay", "System.Diagnostics.Stopwatch", "Microsoft.Extensions"),
        Rule.NoUse("application uses no outer layer", [Layers.Application], typeof(UsesInfrastructure), Outer),
        Rule.NoUse("application knows no web server", [Layers.Application], typeof(UsesWebServer), "Microsoft.AspNetCore", "Grpc", "System.Net.Sockets"),
        Rule.NoUse("infrastructure uses no front", [Layers.Infrastructure], typeof(UsesNacosFront), Layers.NacosNames, Layers.ConsulNames, Layers.HostNames),
        Rule.NoUse("fronts reach storage through the application", [Layers.Nacos, Layers.Consul], typeof(UsesInfrastructure), Layers.InfrastructureNames, Layers.HostNames),
        Rule.NoUse("the Nacos front does not see the Consul front", [Layers.Nacos], typeof(UsesConsulFront), Layers.ConsulNames),
        Rule.NoUse("the Consul front does not see the Nacos front", [Layers.Consul], typeof(UsesNacosFront), Layers.NacosNames),
        Rule.NoUse("only infrastructure knows the log's library, Dapper and SQLite",
            [Layers.Domain, Layers.Application, Layers.Nacos, Layers.Consul, Layers.Host], typeof(UsesStorage), Layers.StorageNames),
        new("appliers depend on nothing that differs between nodes", [Layers.Application], UnsteadyAppliers, typeof(UnsteadyApplier)),
        new("a context does not use another one's repositories", [Layers.Application, Layers.Infrastructure], StrangersToRepositories,
            typeof(Counterexamples.Sessions.UsesConfigRepository)),
    ];

    private static string[] Outer => [Layers.InfrastructureNames, Layers.NacosNames, Layers.ConsulNames, Layers.HostNames];

    // Time, random values and settings are put into the entry before it is proposed.
    private static IEnumerable<string> UnsteadyAppliers(Types types) => Rule.NamesOf(types
        .That().ImplementInterface(typeof(IApplier<,>))
        .And().HaveDependencyOnAny(
            "System.TimeProvider", "System.Random", "System.Guid", "System.Environment", "System.Diagnostics.Stopwatch",
            "System.Security.Cryptography.RandomNumberGenerator", "Microsoft.Extensions.Options")
        .GetTypes());

    // The context is the folder behind the layer: Batata.<Layer>[.Persistence].<Context>…
    private static IEnumerable<string> StrangersToRepositories(Types types)
    {
        var repositories = Layers.Domain.GetTypes().Where(static t => t.IsInterface && t.Name.EndsWith("Repository", StringComparison.Ordinal));
        return repositories.SelectMany(repository => Rule.NamesOf(types.That().HaveDependencyOn(repository.FullName).GetTypes()
            .Where(user => ContextsOf(user).Any() && !ContextsOf(user).Contains(Last(repository.Namespace!)))));
    }

    // Registration and the unit of work are of no context and may know all.
    private static IEnumerable<string> ContextsOf(Type type) => (type.Namespace ?? string.Empty).Split('.').Intersect(Contexts);

    private static string[] Contexts => [.. Layers.Domain.GetTypes().Select(static t => t.Namespace).OfType<string>().Select(Last).Distinct(), "Sessions", "Cluster"];

    private static string Last(string @namespace) => @namespace[(@namespace.LastIndexOf('.') + 1)..];
}
