using Batata.Application.Abstractions;
using Batata.Application.Naming;
using Batata.Domain.Naming;

namespace Batata.Infrastructure.Tests.Cluster;

/// <summary>Entries of naming and their bytes as release 0.1 wrote them, never edited: see <see cref="EntryCodecTests"/>.</summary>
internal static class NamingGoldenEntries
{
    private static readonly ServiceKey Service = new("public", "DEFAULT_GROUP", "orders");
    private static readonly InstanceAddress Address = new("10.0.0.1", 80, "c1");
    private static readonly Metadata Zone = Metadata.Of(("none", null), ("zone", "a"));

    public static (IReplicatedEntry Entry, string Bytes)[] All { get; } =
    [
        (new RegisterPersistentEntry(Service, new Instance
        {
            Ip = "10.0.0.1", Port = 80, ClusterName = "c1", Weight = 2.5, Healthy = true, Enabled = true, Ephemeral = false, Metadata = Zone, IdKind = InstanceIdKind.Given, GivenId = "mine",
        }),
            "0a1000112233445566778899aabbccddeeffb2095d0a1f0a067075626c6963120d44454641554c545f47524f55501a066f7264657273123a0a083130"
            + "2e302e302e3110501a026331210000000000000440280130013a130a060a046e6f6e650a090a047a6f6e6512016140024a046d696e65"),
        (new RegisterPersistentEntry(Service, new Instance { Ip = "10.0.0.1", Port = 80, Enabled = false, Ephemeral = false, IdKind = InstanceIdKind.Simple }),
            "0a1000112233445566778899aabbccddeeffb209470a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727312240a083130"
            + "2e302e302e3110501a0744454641554c5421000000000000f03f28013a004001"),
        (new DeregisterPersistentEntry(Service, "10.0.0.1", 80),
            "0a1000112233445566778899aabbccddeeffba092d0a1f0a067075626c6963120d44454641554c545f47524f55501a066f7264657273120831302e30"
            + "2e302e311850"),
        (new ChangeInstanceHealthEntry([new InstanceHealth(Service, "10.0.0.1", 80, true), new InstanceHealth(Service, "10.0.0.2", 81, false)]),
            "0a1000112233445566778899aabbccddeeffc209600a2f0a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727312083130"
            + "2e302e302e31185020010a2d0a1f0a067075626c6963120d44454641554c545f47524f55501a066f7264657273120831302e302e302e321851"),
        (new CreateServiceEntry(Service, ServiceKind.Persistent, 0.5f, ServiceSelector.Of("label", "CONSUMER.label.a = PROVIDER.label.a").Value, Zone, true),
            "0a1000112233445566778899aabbccddeeffca096d0a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727310021d000000"
            + "3f222c0a056c6162656c1223434f4e53554d45522e6c6162656c2e61203d2050524f56494445522e6c6162656c2e612a130a060a046e6f6e650a090a"
            + "047a6f6e651201613001"),
        (new UpdateServiceEntry(Service, ServiceKind.Ephemeral, -1f, ServiceSelector.None, Metadata.Empty),
            "0a1000112233445566778899aabbccddeeffd209320a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727310011d000080"
            + "bf22060a046e6f6e652a00"),
        (new UpdateClusterEntry(Service, ServiceKind.Persistent, "c1", new ServiceCluster(new HttpChecker("/alive", "Host:x", 204), 8081, false, Zone)),
            "0a1000112233445566778899aabbccddeeffda09580a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727310021a026331"
            + "222f0a1512130a062f616c6976651206486f73743a7818cc0110913f22130a060a046e6f6e650a090a047a6f6e65120161"),
        (new UpdateClusterEntry(Service, ServiceKind.Persistent, "c1", new ServiceCluster(new MySqlChecker("u", null, "select 1"), 3306, true, Metadata.Empty)),
            "0a1000112233445566778899aabbccddeeffda09410a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727310021a026331"
            + "22180a0f1a0d0a01751a0873656c656374203110ea1918012200"),
        (new UpdateClusterEntry(Service, ServiceKind.Persistent, "c1", ServiceCluster.Default),
            "0a1000112233445566778899aabbccddeeffda09330a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727310021a026331"
            + "220a0a020a00105018012200"),
        (new UpdateClusterEntry(Service, ServiceKind.Persistent, "c1", ServiceCluster.Default with { Checker = HealthChecker.None }),
            "0a1000112233445566778899aabbccddeeffda09330a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727310021a026331"
            + "220a0a022200105018012200"),
        (new RemoveServiceEntry(Service),
            "0a1000112233445566778899aabbccddeeffe209210a1f0a067075626c6963120d44454641554c545f47524f55501a066f7264657273"),
        (new PutOverrideEntry(Service, Address, new InstanceOverride(0, false, Zone)),
            "0a1000112233445566778899aabbccddeeffea09550a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727312100a083130"
            + "2e302e302e3110501a0263311a2009000000000000000010001a130a060a046e6f6e650a090a047a6f6e65120161"),
        (new PutOverrideEntry(Service, Address, new InstanceOverride(null, null, Zone)),
            "0a1000112233445566778899aabbccddeeffea094a0a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727312100a083130"
            + "2e302e302e3110501a0263311a151a130a060a046e6f6e650a090a047a6f6e65120161"),
        (new PatchOverrideEntry(Service, Address, 7.5, true, Metadata.Empty),
            "0a1000112233445566778899aabbccddeefff209400a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727312100a083130"
            + "2e302e302e3110501a026331190000000000001e4020012a00"),
        (new PatchOverrideEntry(Service, Address, null, null, null),
            "0a1000112233445566778899aabbccddeefff209330a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727312100a083130"
            + "2e302e302e3110501a026331"),
        (new ChangeOverrideMetadataEntry(Service, [Address, Address with { Port = 81 }], Zone, ["old", "older"]),
            "0a1000112233445566778899aabbccddeefffa09660a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727312100a083130"
            + "2e302e302e3110501a02633112100a0831302e302e302e3110511a0263311a130a060a046e6f6e650a090a047a6f6e6512016122036f6c6422056f6c"
            + "646572"),
        (new ForgetNamingMetadataEntry([Service], [new OverrideKey(Service, Address)]),
            "0a1000112233445566778899aabbccddeeff820a560a1f0a067075626c6963120d44454641554c545f47524f55501a066f726465727312330a1f0a06"
            + "7075626c6963120d44454641554c545f47524f55501a066f726465727312100a0831302e302e302e3110501a026331"),
        (new SetSwitchEntry("pushEnabled", "false"),
            "0a1000112233445566778899aabbccddeeff8a0a140a0b70757368456e61626c6564120566616c7365"),
    ];
}
