using Batata.Application.Naming;
using Batata.Domain.Shared;
using Number = Batata.Infrastructure.Cluster.Wire.LogRecord.EntryOneofCase;

namespace Batata.Infrastructure.Cluster.Entries;

/// <summary>Entries of naming, <c>proto/cluster/naming.proto</c>.</summary>
internal static class NamingEntryKinds
{
    public static IReadOnlyList<EntryKind> All { get; } =
    [
        new EntryKind<RegisterPersistentEntry, Done>(
            Number.RegisterPersistent,
            static (entry, record) => record.RegisterPersistent = new Wire.RegisterPersistent { Service = entry.Service.ToWire(), Instance = entry.Instance.ToWire() },
            static record => new RegisterPersistentEntry(record.RegisterPersistent.Service.ToDomain(), record.RegisterPersistent.Instance.ToDomain())),
        new EntryKind<DeregisterPersistentEntry, Done>(
            Number.DeregisterPersistent,
            static (entry, record) => record.DeregisterPersistent = new Wire.DeregisterPersistent { Service = entry.Service.ToWire(), Ip = entry.Ip, Port = entry.Port },
            static record => new DeregisterPersistentEntry(record.DeregisterPersistent.Service.ToDomain(), record.DeregisterPersistent.Ip, record.DeregisterPersistent.Port)),
        new EntryKind<ChangeInstanceHealthEntry, int>(
            Number.ChangeInstanceHealth,
            static (entry, record) => record.ChangeInstanceHealth = new Wire.ChangeInstanceHealth
            {
                Changes = { entry.Changes.Select(static c => new Wire.InstanceHealth { Service = c.Service.ToWire(), Ip = c.Ip, Port = c.Port, Healthy = c.Healthy }) },
            },
            static record => new ChangeInstanceHealthEntry(
                [.. record.ChangeInstanceHealth.Changes.Select(static c => new InstanceHealth(c.Service.ToDomain(), c.Ip, c.Port, c.Healthy))])),
        new EntryKind<CreateServiceEntry, Done>(
            Number.CreateService,
            static (entry, record) => record.CreateService = new Wire.CreateService
            {
                Service = entry.Service.ToWire(),
                Kind = entry.Kind.ToWire(),
                ProtectThreshold = entry.ProtectThreshold,
                Selector = entry.Selector.ToWire(),
                ExtendData = entry.ExtendData.ToWire(),
                OverLeftovers = entry.OverLeftovers,
            },
            static record => new CreateServiceEntry(
                record.CreateService.Service.ToDomain(),
                record.CreateService.Kind.ToDomain(),
                record.CreateService.ProtectThreshold,
                record.CreateService.Selector.ToDomain(),
                record.CreateService.ExtendData.ToDomain(),
                record.CreateService.OverLeftovers)),
        new EntryKind<UpdateServiceEntry, Done>(
            Number.UpdateService,
            static (entry, record) => record.UpdateService = new Wire.UpdateService
            {
                Service = entry.Service.ToWire(),
                KnownAs = entry.KnownAs.ToWire(),
                ProtectThreshold = entry.ProtectThreshold,
                Selector = entry.Selector.ToWire(),
                ExtendData = entry.ExtendData.ToWire(),
            },
            static record => new UpdateServiceEntry(
                record.UpdateService.Service.ToDomain(),
                record.UpdateService.KnownAs.ToDomain(),
                record.UpdateService.ProtectThreshold,
                record.UpdateService.Selector.ToDomain(),
                record.UpdateService.ExtendData.ToDomain())),
        new EntryKind<UpdateClusterEntry, Done>(
            Number.UpdateCluster,
            static (entry, record) => record.UpdateCluster = new Wire.UpdateCluster
            {
                Service = entry.Service.ToWire(), KnownAs = entry.KnownAs.ToWire(), Cluster = entry.Cluster, Settings = entry.Settings.ToWire(),
            },
            static record => new UpdateClusterEntry(
                record.UpdateCluster.Service.ToDomain(), record.UpdateCluster.KnownAs.ToDomain(), record.UpdateCluster.Cluster, record.UpdateCluster.Settings.ToDomain())),
        new EntryKind<RemoveServiceEntry, Done>(
            Number.RemoveService,
            static (entry, record) => record.RemoveService = new Wire.RemoveService { Service = entry.Service.ToWire() },
            static record => new RemoveServiceEntry(record.RemoveService.Service.ToDomain())),
        new EntryKind<PutOverrideEntry, Done>(
            Number.PutOverride,
            static (entry, record) => record.PutOverride = new Wire.PutOverride
            {
                Service = entry.Service.ToWire(), Address = entry.Address.ToWire(), Override = entry.Override.ToWire(),
            },
            static record => new PutOverrideEntry(
                record.PutOverride.Service.ToDomain(), record.PutOverride.Address.ToDomain(), record.PutOverride.Override.ToDomain())),
        new EntryKind<PatchOverrideEntry, Done>(
            Number.PatchOverride,
            static (entry, record) =>
            {
                var message = new Wire.PatchOverride { Service = entry.Service.ToWire(), Address = entry.Address.ToWire() };
                if (entry.Weight is { } weight) message.Weight = weight;
                if (entry.Enabled is { } enabled) message.Enabled = enabled;
                if (entry.Metadata is { } metadata) message.Metadata = metadata.ToWire();
                record.PatchOverride = message;
            },
            static record => new PatchOverrideEntry(
                record.PatchOverride.Service.ToDomain(),
                record.PatchOverride.Address.ToDomain(),
                record.PatchOverride.HasWeight ? record.PatchOverride.Weight : null,
                record.PatchOverride.HasEnabled ? record.PatchOverride.Enabled : null,
                record.PatchOverride.Metadata?.ToDomain())),
        new EntryKind<ChangeOverrideMetadataEntry, Done>(
            Number.ChangeOverrideMetadata,
            static (entry, record) => record.ChangeOverrideMetadata = new Wire.ChangeOverrideMetadata
            {
                Service = entry.Service.ToWire(),
                Addresses = { entry.Addresses.Select(static a => a.ToWire()) },
                Put = entry.Put.ToWire(),
                Remove = { entry.Remove },
            },
            static record => new ChangeOverrideMetadataEntry(
                record.ChangeOverrideMetadata.Service.ToDomain(),
                [.. record.ChangeOverrideMetadata.Addresses.Select(static a => a.ToDomain())],
                record.ChangeOverrideMetadata.Put.ToDomain(),
                [.. record.ChangeOverrideMetadata.Remove])),
        new EntryKind<ForgetNamingMetadataEntry, int>(
            Number.ForgetNamingMetadata,
            static (entry, record) => record.ForgetNamingMetadata = new Wire.ForgetNamingMetadata
            {
                Services = { entry.Services.Select(static s => s.ToWire()) },
                Overrides = { entry.Overrides.Select(static o => new Wire.OverrideKey { Service = o.Service.ToWire(), Address = o.Address.ToWire() }) },
            },
            static record => new ForgetNamingMetadataEntry(
                [.. record.ForgetNamingMetadata.Services.Select(static s => s.ToDomain())],
                [.. record.ForgetNamingMetadata.Overrides.Select(static o => new OverrideKey(o.Service.ToDomain(), o.Address.ToDomain()))])),
        new EntryKind<SetSwitchEntry, Done>(
            Number.SetSwitch,
            static (entry, record) => record.SetSwitch = new Wire.SetSwitch { Entry = entry.Entry, Value = entry.Value },
            static record => new SetSwitchEntry(record.SetSwitch.Entry, record.SetSwitch.Value)),
    ];
}
