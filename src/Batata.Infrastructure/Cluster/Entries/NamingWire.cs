using Batata.Domain.Naming;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Values inside naming entries to messages and back.</summary>
internal static class NamingWire
{
    public static Wire.ServiceKey ToWire(this in ServiceKey key) => new() { NamespaceId = key.NamespaceId, Group = key.Group, Name = key.Name };

    public static ServiceKey ToDomain(this Wire.ServiceKey key) => new(key.NamespaceId, key.Group, key.Name);

    public static Wire.InstanceAddress ToWire(this in InstanceAddress address) => new() { Ip = address.Ip, Port = address.Port, Cluster = address.ClusterName };

    public static InstanceAddress ToDomain(this Wire.InstanceAddress address) => new(address.Ip, address.Port, address.Cluster);

    public static Wire.ServiceKind ToWire(this ServiceKind kind) => kind == ServiceKind.Ephemeral ? Wire.ServiceKind.Ephemeral : Wire.ServiceKind.Persistent;

    public static ServiceKind ToDomain(this Wire.ServiceKind kind) => kind switch
    {
        Wire.ServiceKind.Ephemeral => ServiceKind.Ephemeral,
        Wire.ServiceKind.Persistent => ServiceKind.Persistent,
        _ => throw Unknown("a kind of service"),
    };

    public static Wire.NamingMetadata ToWire(this Metadata metadata)
    {
        var message = new Wire.NamingMetadata();
        foreach (var (key, value) in metadata)
        {
            var pair = new Wire.NamingMetadata.Types.Pair { Key = key };
            if (value is not null) pair.Value = value;
            message.Pairs.Add(pair);
        }
        return message;
    }

    public static Metadata ToDomain(this Wire.NamingMetadata metadata) =>
        Metadata.Of(metadata.Pairs.Select(static pair => new KeyValuePair<string, string?>(pair.Key, pair.HasValue ? pair.Value : null)));

    public static Wire.Instance ToWire(this Instance instance)
    {
        var message = new Wire.Instance
        {
            Ip = instance.Ip,
            Port = instance.Port,
            Cluster = instance.ClusterName,
            Weight = instance.Weight,
            Healthy = instance.Healthy,
            Enabled = instance.Enabled,
            Metadata = instance.Metadata.ToWire(),
            IdKind = (Wire.InstanceIdKind)instance.IdKind,
        };
        if (instance.GivenId is { } id) message.GivenId = id;
        return message;
    }

    /// <summary>Only persistent instances are in the log.</summary>
    public static Instance ToDomain(this Wire.Instance instance) => new()
    {
        Ip = instance.Ip,
        Port = instance.Port,
        ClusterName = instance.Cluster,
        Weight = instance.Weight,
        Healthy = instance.Healthy,
        Enabled = instance.Enabled,
        Metadata = instance.Metadata.ToDomain(),
        IdKind = (InstanceIdKind)instance.IdKind,
        GivenId = instance.HasGivenId ? instance.GivenId : null,
        Ephemeral = false,
    };

    public static Wire.ServiceSelector ToWire(this ServiceSelector selector)
    {
        var message = new Wire.ServiceSelector { Type = selector.Type };
        if (selector.Expression is { } expression) message.Expression = expression;
        return message;
    }

    public static ServiceSelector ToDomain(this Wire.ServiceSelector selector) =>
        ServiceSelector.Of(selector.Type, selector.HasExpression ? selector.Expression : null) is { Ok: true } read ? read.Value : throw Unknown("a selector");

    public static Wire.HealthChecker ToWire(this HealthChecker checker)
    {
        switch (checker)
        {
            case TcpChecker:
                return new Wire.HealthChecker { Tcp = new Wire.HealthChecker.Types.Tcp() };
            case HttpChecker http:
                return new Wire.HealthChecker
                {
                    Http = new Wire.HealthChecker.Types.Http { Path = http.Path, Headers = http.Headers, ExpectedResponseCode = http.ExpectedResponseCode },
                };
            case MySqlChecker sql:
                var message = new Wire.HealthChecker.Types.MySql();
                if (sql.User is { } user) message.User = user;
                if (sql.Password is { } password) message.Password = password;
                if (sql.Command is { } command) message.Command = command;
                return new Wire.HealthChecker { MySql = message };
            case NoChecker:
                return new Wire.HealthChecker { NoCheck = new Wire.HealthChecker.Types.NoCheck() };
            default:
                throw new InvalidOperationException($"{checker.GetType().Name} has no message in the log.");
        }
    }

    public static HealthChecker ToDomain(this Wire.HealthChecker checker) => checker.CheckerCase switch
    {
        Wire.HealthChecker.CheckerOneofCase.Tcp => HealthChecker.Tcp,
        Wire.HealthChecker.CheckerOneofCase.Http => new HttpChecker(checker.Http.Path, checker.Http.Headers, checker.Http.ExpectedResponseCode),
        Wire.HealthChecker.CheckerOneofCase.MySql => new MySqlChecker(
            checker.MySql.HasUser ? checker.MySql.User : null,
            checker.MySql.HasPassword ? checker.MySql.Password : null,
            checker.MySql.HasCommand ? checker.MySql.Command : null),
        Wire.HealthChecker.CheckerOneofCase.NoCheck => HealthChecker.None,
        _ => throw Unknown("a health checker"),
    };

    public static Wire.ServiceCluster ToWire(this ServiceCluster cluster) => new()
    {
        Checker = cluster.Checker.ToWire(), CheckPort = cluster.CheckPort, UseInstancePort = cluster.UseInstancePort, ExtendData = cluster.ExtendData.ToWire(),
    };

    public static ServiceCluster ToDomain(this Wire.ServiceCluster cluster) =>
        new(cluster.Checker.ToDomain(), cluster.CheckPort, cluster.UseInstancePort, cluster.ExtendData.ToDomain());

    public static Wire.InstanceOverride ToWire(this InstanceOverride value)
    {
        var message = new Wire.InstanceOverride { Metadata = value.Metadata.ToWire() };
        if (value.Weight is { } weight) message.Weight = weight;
        if (value.Enabled is { } enabled) message.Enabled = enabled;
        return message;
    }

    public static InstanceOverride ToDomain(this Wire.InstanceOverride value) =>
        new(value.HasWeight ? value.Weight : null, value.HasEnabled ? value.Enabled : null, value.Metadata.ToDomain());

    private static UnreadableEntryException Unknown(string what) => new($"The log holds {what} that this release does not know. Start the newer release instead.");
}
