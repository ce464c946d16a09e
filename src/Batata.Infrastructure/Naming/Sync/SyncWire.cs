using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Infrastructure.Cluster.Entries;

namespace Batata.Infrastructure.Naming.Sync;

/// <summary>Records of the registry to messages.</summary>
internal static class SyncWire
{
    /// <summary>What a part carries at most, so that one does not hold up what is behind it, nor take much memory.</summary>
    public const int RecordsOfAPart = 500;

    /// <summary>Parts without a number yet, each with at most <see cref="RecordsOfAPart"/> records. None for no record.</summary>
    public static IEnumerable<Cluster.Wire.RegistryPart> ToParts(IEnumerable<OwnedRecord> records)
    {
        Cluster.Wire.RegistryPart? part = null;
        Cluster.Wire.ClientRecords? ofClient = null;
        RegistryClient? client = null;
        var count = 0;
        foreach (var record in records)
        {
            if (part is null)
            {
                (part, client, count) = (new Cluster.Wire.RegistryPart(), null, 0);
            }
            if (record.Client != client)
            {
                client = record.Client;
                ofClient = ToWire(client);
                part.Clients.Add(ofClient);
            }
            ofClient!.Records.Add(ToWire(record));
            if (++count < RecordsOfAPart) continue;
            yield return part;
            part = null;
        }
        if (part is not null) yield return part;
    }

    public static NamingConnection ToDomain(this Cluster.Wire.ConnectionClient connection) => new(
        connection.Id,
        connection.Ip,
        connection.Port,
        connection.ConnectType,
        connection.HasAppName ? connection.AppName : null,
        connection.HasVersion ? connection.Version : null);

    public static Cluster.Wire.NodeLife ToWire(this NodeIncarnation life) => new() { NodeId = life.NodeId, Number = life.Number };

    public static NodeIncarnation ToDomain(this Cluster.Wire.NodeLife life) => new(life.NodeId, life.Number);

    public static Cluster.Wire.RegistryDigest ToWire(this RegistryDigest digest) => new() { Count = digest.Count, Sum = digest.Sum };

    private static Cluster.Wire.ClientRecords ToWire(RegistryClient client)
    {
        if (client.Connection is not { } connection)
            return new Cluster.Wire.ClientRecords { Address = new Cluster.Wire.AddressClient { Ip = client.Ip, Port = client.Port } };
        var message = new Cluster.Wire.ConnectionClient { Id = connection.ClientId, Ip = connection.Ip, Port = connection.Port, ConnectType = connection.ConnectType };
        if (connection.AppName is { } app) message.AppName = app;
        if (connection.Version is { } version) message.Version = version;
        return new Cluster.Wire.ClientRecords { Connection = message };
    }

    private static Cluster.Wire.ServiceRecord ToWire(in OwnedRecord record)
    {
        var message = new Cluster.Wire.ServiceRecord { Service = record.Service.ToWire(), Sequence = record.Sequence, Term = record.Term };
        if (record.State != RecordState.Registered)
        {
            message.Removal = new Cluster.Wire.Removal();
            if (record.State == RecordState.Deregistered) message.Removal.Deregistered.AddRange(record.Instances.Select(static i => i.Address.ToWire()));
        }
        else if (record.Single is { } single)
        {
            message.Single = single.ToWire();
        }
        else
        {
            message.Batch = new Cluster.Wire.InstanceBatch();
            message.Batch.Instances.AddRange(record.Batch.Select(static i => i.ToWire()));
        }
        return message;
    }
}
