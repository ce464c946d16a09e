using System.Globalization;
using Batata.Application.Abstractions;
using Batata.Application.Naming;
using Batata.Application.Telemetry;
using Batata.Domain.Naming;
using Batata.Infrastructure.Feeds;
using Batata.Infrastructure.Naming.Sync;
using Batata.Infrastructure.Persistence.Naming;
using Microsoft.Extensions.DependencyInjection;

namespace Batata.Infrastructure.Naming;

/// <summary>The registry of services and what keeps it in order.</summary>
internal static class NamingServices
{
    public static IServiceCollection AddBatataNaming(this IServiceCollection services)
    {
        services.AddOptions<NamingOptions>();
        services.AddSingleton<RegistryClock>();
        // Of a node alone: it only has to differ between lives. A member of a cluster has an id that stays (see AddBatataRegistrySync).
        services.AddSingleton(static p =>
        {
            var life = new NodeIncarnation(Environment.MachineName.ToLower(CultureInfo.InvariantCulture), p.GetRequiredService<RegistryClock>().NowMs);
            return new LocalOwner(() => life);
        });
        services.AddSingleton<ServiceTable>();
        services.AddSingleton<ClientTable>();
        services.AddSingleton<ServiceChangeReaders>();
        services.AddSingleton<RegistryJournal>();
        services.AddSingleton<PeerRecords>();
        services.AddSingleton<PeerSight>();
        services.AddSingleton<OrphanSweep>();
        services.AddSingleton<PushSchedule>();
        services.AddSingleton<SwitchStore>();
        services.AddSingleton<RegistryCore>();
        services.AddSingleton<InstanceRegistry>();
        services.AddSingleton<BeatSweep>();
        services.AddSingleton<EmptyServiceSweep>();
        services.AddSingleton<MetadataSweep>();
        services.AddHostedService<NamingCaretaker>();
        services.AddSingleton<InstanceIds>();
        services.AddSingleton<INamingRepository, NamingRepository>();
        services.AddChangeTopic<NamingChanged>();
        services.AddSingleton<IChangeObserver<NamingChanged>, ReplicatedNaming>();
        services.AddSingleton<IServiceNames, ServiceNamesOfTable>();
        services.AddSingleton<IServiceChanges>(static p => p.GetRequiredService<ServiceChangeReaders>());
        services.AddSingleton<IPushSchedule>(static p => p.GetRequiredService<PushSchedule>());
        services.AddSingleton<ISwitches>(static p => p.GetRequiredService<SwitchStore>());
        services.AddSingleton<IConnectionNaming>(static p => p.GetRequiredService<InstanceRegistry>());
        services.AddSingleton<IOwnerCalls, NoOwnerCalls>();
        services.AddSingleton<IAddressNaming, AddressRouter>();
        services.AddSingleton<INamingQueries, NamingQueries>();
        services.AddSingleton<IServiceDirectory>(static p => p.GetRequiredService<InstanceRegistry>());
        services.AddSingleton<IMeterSource, ServiceChangeMeter>();
        services.AddSingleton<IMeterSource, SyncMeters>();
        return services;
    }
}
