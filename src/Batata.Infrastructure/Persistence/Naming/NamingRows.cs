using Batata.Domain.Naming;

namespace Batata.Infrastructure.Persistence.Naming;

/// <summary>Columns of the tables of naming, in the order that every statement selects and binds them. The key comes first.</summary>
internal static class NamingRows
{
    public const string Key = "namespace_id, group_name, service_name";
    public const string ServiceColumns = "kind, protect_threshold, selector_type, selector_expression, extend_data, clusters";
    public const string InstanceColumns = "ip, port, cluster_name, weight, healthy, enabled, id_kind, instance_id, metadata";
    public const string OverrideColumns = "ip, port, cluster_name, weight, enabled, metadata";

    private const int Next = 3;

    public static ServiceKey ReadKey(Statement row) => new(row.Text(0), row.Text(1), row.Text(2));

    public static ServiceMetadata ReadService(Statement row) => new(
        (ServiceKind)row.Int64(Next),
        (float)row.Double(Next + 1),
        ServiceSelector.Of(row.Text(Next + 2), row.TextOrNull(Next + 3)).Value,
        NamingJson.ReadMetadata(row.Text(Next + 4)),
        ServiceMetadata.NoClusters.AddRange(NamingJson.ReadClusters(row.Text(Next + 5))));

    public static Instance ReadInstance(Statement row) => new()
    {
        Ip = row.Text(Next),
        Port = (int)row.Int64(Next + 1),
        ClusterName = row.Text(Next + 2),
        Weight = row.Double(Next + 3),
        Healthy = row.Int64(Next + 4) != 0,
        Enabled = row.Int64(Next + 5) != 0,
        IdKind = (InstanceIdKind)row.Int64(Next + 6),
        GivenId = row.TextOrNull(Next + 7),
        Metadata = NamingJson.ReadMetadata(row.Text(Next + 8)),
        Ephemeral = false,
    };

    public static InstanceAddress ReadAddress(Statement row) => new(row.Text(Next), (int)row.Int64(Next + 1), row.Text(Next + 2));

    public static InstanceOverride ReadOverride(Statement row) => new(
        row.IsNull(Next + 3) ? null : row.Double(Next + 3),
        row.IsNull(Next + 4) ? null : row.Int64(Next + 4) != 0,
        NamingJson.ReadMetadata(row.Text(Next + 5)));

    public static Statement Bind(this Statement statement, in ServiceKey key) => statement.Bind(1, key.NamespaceId).Bind(2, key.Group).Bind(3, key.Name);

    public static Statement Bind(this Statement statement, ServiceMetadata metadata) => statement
        .Bind(4, (long)metadata.Kind).Bind(5, metadata.ProtectThreshold).Bind(6, metadata.Selector.Type).Bind(7, metadata.Selector.Expression)
        .Bind(8, NamingJson.Of(metadata.ExtendData)).Bind(9, NamingJson.Of(metadata));

    public static Statement Bind(this Statement statement, Instance instance) => statement
        .Bind(4, instance.Ip).Bind(5, instance.Port).Bind(6, instance.ClusterName).Bind(7, instance.Weight)
        .Bind(8, instance.Healthy ? 1 : 0).Bind(9, instance.Enabled ? 1 : 0)
        .Bind(10, (long)instance.IdKind).Bind(11, instance.GivenId).Bind(12, NamingJson.Of(instance.Metadata));

    public static Statement Bind(this Statement statement, in InstanceAddress address) => statement
        .Bind(4, address.Ip).Bind(5, address.Port).Bind(6, address.ClusterName);

    public static Statement Bind(this Statement statement, InstanceOverride value)
    {
        if (value.Weight is { } weight) statement.Bind(7, weight);
        else statement.BindNull(7);
        if (value.Enabled is { } enabled) statement.Bind(8, enabled ? 1 : 0);
        else statement.BindNull(8);
        return statement.Bind(9, NamingJson.Of(value.Metadata));
    }
}
