using Batata.Domain.Catalog;

namespace Batata.Infrastructure.Persistence.Catalog;

/// <summary>The catalog on the writing session of the state, for the applying thread.</summary>
internal sealed class CatalogRepository(StateDatabaseHolder state) : ICatalogRepository
{
    private static readonly Sql SelectNode = new($"SELECT {CatalogRows.Node} FROM consul_node n WHERE n.node_key = ?1");
    private static readonly Sql SelectNodeById = new($"SELECT {CatalogRows.Node} FROM consul_node n WHERE n.id_key = ?1");
    private static readonly Sql SelectService = new($"SELECT {CatalogRows.Service} FROM consul_service s WHERE s.node_key = ?1 AND s.service_key = ?2");
    private static readonly Sql SelectServicesOf = new($"SELECT {CatalogRows.Service} FROM consul_service s WHERE s.node_key = ?1 ORDER BY s.service_key");
    private static readonly Sql SelectNamesOn = new("SELECT DISTINCT name_key, connect_key FROM consul_service WHERE node_key = ?1");
    private static readonly Sql SelectNamed = new("SELECT 1 FROM consul_service WHERE name_key = ?1 LIMIT 1");
    private static readonly Sql SelectCheck = new($"SELECT {CatalogRows.Check} FROM consul_check c WHERE c.node_key = ?1 AND c.check_key = ?2");
    private static readonly Sql SelectChecksOf = new($"SELECT {CatalogRows.Check} FROM consul_check c WHERE c.node_key = ?1 ORDER BY c.check_key");

    private static readonly Sql SelectChecksOfService = new(
        $"SELECT {CatalogRows.Check} FROM consul_check c WHERE c.node_key = ?1 AND c.service_key = ?2 ORDER BY c.check_key");

    private static readonly Sql PutNode = new("INSERT OR REPLACE INTO consul_node VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");

    private static readonly Sql PutService = new(
        """
        INSERT OR REPLACE INTO consul_service
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25)
        """);

    private static readonly Sql PutCheck = new(
        "INSERT OR REPLACE INTO consul_check VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)");

    private static readonly Sql DeleteNode = new("DELETE FROM consul_node WHERE node_key = ?1");
    private static readonly Sql DeleteService = new("DELETE FROM consul_service WHERE node_key = ?1 AND service_key = ?2");
    private static readonly Sql DeleteCheck = new("DELETE FROM consul_check WHERE node_key = ?1 AND check_key = ?2");
    private static readonly Sql SelectNumber = new("SELECT number FROM consul_virtual_address WHERE name_key = ?1");

    private static readonly Sql SelectFreeNumber = new(
        """
        SELECT CASE WHEN NOT EXISTS (SELECT 1 FROM consul_virtual_address WHERE number = 1) THEN 1
        ELSE (SELECT min(a.number) + 1 FROM consul_virtual_address a WHERE NOT EXISTS (SELECT 1 FROM consul_virtual_address b WHERE b.number = a.number + 1)) END
        """);

    private static readonly Sql PutNumber = new("INSERT INTO consul_virtual_address VALUES (?1, ?2)");
    private static readonly Sql DeleteNumber = new("DELETE FROM consul_virtual_address WHERE name_key = ?1");

    private StateSession Session => state.Database.Writer;

    public CatalogNode? FindNode(string name) => First(Session.Prepare(SelectNode).Bind(1, CatalogRows.Key(name)), CatalogRows.ReadNode);

    public CatalogNode? FindNodeById(string id) => First(Session.Prepare(SelectNodeById).Bind(1, CatalogRows.IdKey(id)), CatalogRows.ReadNode);

    public ServiceInstance? FindService(string node, string id) => First(Of(SelectService, node, id), CatalogRows.ReadService);

    public HealthCheck? FindCheck(string node, string checkId) => First(Of(SelectCheck, node, checkId), CatalogRows.ReadCheck);

    public IReadOnlyList<ServiceInstance> ServicesOf(string node) =>
        CatalogRows.ReadAll(Session.Prepare(SelectServicesOf).Bind(1, CatalogRows.Key(node)), CatalogRows.ReadService);

    public IReadOnlyList<HealthCheck> ChecksOf(string node) =>
        CatalogRows.ReadAll(Session.Prepare(SelectChecksOf).Bind(1, CatalogRows.Key(node)), CatalogRows.ReadCheck);

    public IReadOnlyList<HealthCheck> ChecksOf(string node, string serviceId) => CatalogRows.ReadAll(Of(SelectChecksOfService, node, serviceId), CatalogRows.ReadCheck);

    public IReadOnlyList<ServiceNames> NamesOn(string node) =>
        CatalogRows.ReadAll(Session.Prepare(SelectNamesOn).Bind(1, CatalogRows.Key(node)), static (row, at) => new ServiceNames(row.Text(at), row.Text(at + 1)));

    public bool HasService(string name)
    {
        using var row = Session.Prepare(SelectNamed).Bind(1, CatalogRows.Key(name));
        return row.Step();
    }

    public void Save(CatalogNode node) => Session.Prepare(PutNode)
        .Bind(1, CatalogRows.Key(node.Name)).Bind(2, node.Name).Bind(3, node.Id).Bind(4, CatalogRows.IdKey(node.Id)).Bind(5, node.Address)
        .Bind(6, CatalogJson.Write(node.TaggedAddresses)).Bind(7, CatalogJson.Write(node.Meta)).Bind(8, (long)node.CreateIndex).Bind(9, (long)node.ModifyIndex).Run();

    public void Save(ServiceInstance service) => Of(PutService, service.Node, service.Id)
        .Bind(3, CatalogRows.Key(service.Name)).Bind(4, service.ConnectName.Length == 0 ? null : CatalogRows.Key(service.ConnectName)).Bind(5, service.Node)
        .Bind(6, service.Id).Bind(7, service.Name).Bind(8, service.Kind).Bind(9, CatalogJson.Write(service.Tags)).Bind(10, service.Address).Bind(11, service.Port)
        .Bind(12, CatalogJson.Write(service.Ports)).Bind(13, CatalogJson.Write(service.TaggedAddresses)).Bind(14, CatalogJson.Write(service.Meta))
        .Bind(15, service.SocketPath).Bind(16, service.Weights.Passing).Bind(17, service.Weights.Warning).Bind(18, service.EnableTagOverride ? 1 : 0)
        .Bind(19, service.Proxy?.Destination).Bind(20, service.Proxy?.DestinationId).Bind(21, service.Proxy?.Json).Bind(22, service.IsNative ? 1 : 0)
        .Bind(23, service.LocalityJson).Bind(24, (long)service.CreateIndex).Bind(25, (long)service.ModifyIndex).Run();

    public void Save(HealthCheck check) => Of(PutCheck, check.Node, check.CheckId)
        .Bind(3, CatalogRows.Key(check.ServiceId)).Bind(4, CatalogRows.Key(check.ServiceName)).Bind(5, check.Node).Bind(6, check.CheckId).Bind(7, check.Name)
        .Bind(8, check.Status).Bind(9, check.Notes).Bind(10, check.Output).Bind(11, check.ServiceId).Bind(12, check.ServiceName)
        .Bind(13, CatalogJson.Write(check.ServiceTags)).Bind(14, check.Type).Bind(15, check.Interval).Bind(16, check.Timeout).Bind(17, check.ExposedPort)
        .Bind(18, check.DefinitionJson).Bind(19, (long)check.CreateIndex).Bind(20, (long)check.ModifyIndex).Run();

    public void RemoveNode(string name) => Session.Prepare(DeleteNode).Bind(1, CatalogRows.Key(name)).Run();

    public void RemoveService(string node, string id) => Of(DeleteService, node, id).Run();

    public void RemoveCheck(string node, string checkId) => Of(DeleteCheck, node, checkId).Run();

    public int NumberOf(string service)
    {
        using (var row = Session.Prepare(SelectNumber).Bind(1, CatalogRows.Key(service)))
        {
            if (row.Step()) return (int)row.Int64(0);
        }
        int free;
        using (var row = Session.Prepare(SelectFreeNumber)) free = row.Step() ? (int)row.Int64(0) : 1;
        Session.Prepare(PutNumber).Bind(1, CatalogRows.Key(service)).Bind(2, free).Run();
        return free;
    }

    public void FreeNumber(string service) => Session.Prepare(DeleteNumber).Bind(1, CatalogRows.Key(service)).Run();

    private Statement Of(Sql sql, string node, string id) => Session.Prepare(sql).Bind(1, CatalogRows.Key(node)).Bind(2, CatalogRows.Key(id));

    private static T? First<T>(Statement statement, Func<Statement, int, T> read)
        where T : class
    {
        using var row = statement;
        return row.Step() ? read(row, 0) : null;
    }
}
