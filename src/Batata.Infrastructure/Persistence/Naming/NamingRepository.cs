using Batata.Domain.Naming;

namespace Batata.Infrastructure.Persistence.Naming;

/// <summary>Naming on the writing session of the state, for the applying thread: prepared statements, nothing waits.</summary>
internal sealed class NamingRepository(StateDatabaseHolder state) : INamingRepository
{
    private const string OfKey = "WHERE namespace_id = ?1 AND group_name = ?2 AND service_name = ?3";
    private const string OfAddress = OfKey + " AND ip = ?4 AND port = ?5";

    private static readonly Sql SelectService = new($"SELECT {NamingRows.Key}, {NamingRows.ServiceColumns} FROM naming_service {OfKey}");
    private static readonly Sql PutService = new($"INSERT OR REPLACE INTO naming_service ({NamingRows.Key}, {NamingRows.ServiceColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private static readonly Sql DeleteService = new($"DELETE FROM naming_service {OfKey}");

    private static readonly Sql SelectInstance = new($"SELECT {NamingRows.Key}, {NamingRows.InstanceColumns} FROM naming_instance {OfAddress}");
    private static readonly Sql SelectAnyInstance = new($"SELECT 1 FROM naming_instance {OfKey} LIMIT 1");
    private static readonly Sql PutInstance = new(
        $"INSERT OR REPLACE INTO naming_instance ({NamingRows.Key}, {NamingRows.InstanceColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");

    private static readonly Sql DeleteInstance = new($"DELETE FROM naming_instance {OfAddress}");

    private static readonly Sql SelectOverride = new($"SELECT {NamingRows.Key}, {NamingRows.OverrideColumns} FROM naming_override {OfAddress} AND cluster_name = ?6");
    private static readonly Sql PutOverride = new($"INSERT OR REPLACE INTO naming_override ({NamingRows.Key}, {NamingRows.OverrideColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    private static readonly Sql DeleteOverride = new($"DELETE FROM naming_override {OfAddress} AND cluster_name = ?6");

    private static readonly Sql PutSwitches = new("INSERT OR REPLACE INTO naming_switches (one, value) VALUES (1, ?)");

    private StateSession Session => state.Database.Writer;

    public ValueTask<ServiceMetadata?> FindServiceAsync(ServiceKey key, CancellationToken cancellationToken)
    {
        using var row = Session.Prepare(SelectService).Bind(key);
        return ValueTask.FromResult(row.Step() ? NamingRows.ReadService(row) : null);
    }

    public ValueTask SaveServiceAsync(ServiceKey key, ServiceMetadata metadata, CancellationToken cancellationToken)
    {
        Session.Prepare(PutService).Bind(key).Bind(metadata).Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RemoveServiceAsync(ServiceKey key, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Session.Prepare(DeleteService).Bind(key).Run() > 0);

    public ValueTask<Instance?> FindInstanceAsync(ServiceKey key, string ip, int port, CancellationToken cancellationToken)
    {
        using var row = Session.Prepare(SelectInstance).Bind(key).Bind(4, ip).Bind(5, port);
        return ValueTask.FromResult(row.Step() ? NamingRows.ReadInstance(row) : null);
    }

    public ValueTask<bool> HasInstancesAsync(ServiceKey key, CancellationToken cancellationToken)
    {
        using var row = Session.Prepare(SelectAnyInstance).Bind(key);
        return ValueTask.FromResult(row.Step());
    }

    public ValueTask SaveInstanceAsync(ServiceKey key, Instance instance, CancellationToken cancellationToken)
    {
        Session.Prepare(PutInstance).Bind(key).Bind(instance).Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RemoveInstanceAsync(ServiceKey key, string ip, int port, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Session.Prepare(DeleteInstance).Bind(key).Bind(4, ip).Bind(5, port).Run() > 0);

    public ValueTask<InstanceOverride?> FindOverrideAsync(ServiceKey key, InstanceAddress address, CancellationToken cancellationToken)
    {
        using var row = Session.Prepare(SelectOverride).Bind(key).Bind(address);
        return ValueTask.FromResult(row.Step() ? NamingRows.ReadOverride(row) : null);
    }

    public ValueTask SaveOverrideAsync(ServiceKey key, InstanceAddress address, InstanceOverride value, CancellationToken cancellationToken)
    {
        Session.Prepare(PutOverride).Bind(key).Bind(address).Bind(value).Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> RemoveOverrideAsync(ServiceKey key, InstanceAddress address, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Session.Prepare(DeleteOverride).Bind(key).Bind(address).Run() > 0);

    public ValueTask<SwitchDomain> FindSwitchesAsync(CancellationToken cancellationToken) => ValueTask.FromResult(NamingState.ReadSwitches(Session));

    public ValueTask SaveSwitchesAsync(SwitchDomain switches, CancellationToken cancellationToken)
    {
        Session.Prepare(PutSwitches).Bind(1, switches.ToJson()).Run();
        return ValueTask.CompletedTask;
    }
}
