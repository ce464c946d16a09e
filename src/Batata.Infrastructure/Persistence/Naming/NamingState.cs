using Batata.Domain.Naming;

namespace Batata.Infrastructure.Persistence.Naming;

/// <summary>Everything that naming replicates, as it is stored.</summary>
internal sealed record NamingState(
    IReadOnlyDictionary<ServiceKey, ServiceMetadata> Services,
    IReadOnlyList<(ServiceKey Service, Instance Instance)> Instances,
    IReadOnlyList<(ServiceKey Service, InstanceAddress Address, InstanceOverride Value)> Overrides,
    SwitchDomain Switches)
{
    private static readonly Sql SelectServices = new($"SELECT {NamingRows.Key}, {NamingRows.ServiceColumns} FROM naming_service");
    private static readonly Sql SelectInstances = new($"SELECT {NamingRows.Key}, {NamingRows.InstanceColumns} FROM naming_instance");
    private static readonly Sql SelectOverrides = new($"SELECT {NamingRows.Key}, {NamingRows.OverrideColumns} FROM naming_override");
    private static readonly Sql SelectSwitches = new("SELECT value FROM naming_switches");

    public static NamingState Read(StateSession session) => new(ReadServices(session), ReadInstances(session), ReadOverrides(session), ReadSwitches(session));

    public static SwitchDomain ReadSwitches(StateSession session)
    {
        using var row = session.Prepare(SelectSwitches);
        return row.Step() ? SwitchDomain.FromJson(row.Text(0)) : SwitchDomain.Default;
    }

    private static Dictionary<ServiceKey, ServiceMetadata> ReadServices(StateSession session)
    {
        var services = new Dictionary<ServiceKey, ServiceMetadata>();
        using var row = session.Prepare(SelectServices);
        while (row.Step()) services.Add(NamingRows.ReadKey(row), NamingRows.ReadService(row));
        return services;
    }

    private static List<(ServiceKey Service, Instance Instance)> ReadInstances(StateSession session)
    {
        var instances = new List<(ServiceKey Service, Instance Instance)>();
        using var row = session.Prepare(SelectInstances);
        while (row.Step()) instances.Add((NamingRows.ReadKey(row), NamingRows.ReadInstance(row)));
        return instances;
    }

    private static List<(ServiceKey Service, InstanceAddress Address, InstanceOverride Value)> ReadOverrides(StateSession session)
    {
        var overrides = new List<(ServiceKey Service, InstanceAddress Address, InstanceOverride Value)>();
        using var row = session.Prepare(SelectOverrides);
        while (row.Step()) overrides.Add((NamingRows.ReadKey(row), NamingRows.ReadAddress(row), NamingRows.ReadOverride(row)));
        return overrides;
    }
}
