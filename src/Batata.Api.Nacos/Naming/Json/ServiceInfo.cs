using System.Text.Json;
using Batata.Domain.Naming;

namespace Batata.Api.Nacos.Naming.Json;

/// <summary>What <c>name</c> and <c>groupName</c> hold.</summary>
internal enum ServiceNameForm
{
    /// <summary>gRPC: name and group apart.</summary>
    Apart,

    /// <summary>HTTP: <c>group@@name</c> as name, and the group once more.</summary>
    Grouped,

    /// <summary>UDP: <c>group@@name</c>, no group.</summary>
    GroupedOnly,
}

/// <summary>
/// A service as it is answered and pushed. The instances are rendered beforehand; the rest differs from answer to answer.
/// Protocol source: Nacos 3.1 <c>ServiceInfo</c> (nacos-grpc §4.1).
/// </summary>
/// <param name="Clusters">As the asker wrote it: clients find their own cache by it. Left out when null.</param>
/// <param name="CacheMillis">How long clients that poll keep it.</param>
/// <param name="LastRefTimeMs">Grows: clients drop what is older, Go and Python also what is as old.</param>
internal readonly record struct ServiceInfo(ServiceKey Service, string? Clusters, HostList Hosts, long CacheMillis, long LastRefTimeMs)
{
    /// <summary>Writes the object; the caller has written the name of its property, if any.</summary>
    public void WriteTo(Utf8JsonWriter json, ServiceNameForm form)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, form == ServiceNameForm.Apart ? Service.Name : Service.GroupedName);
        if (form != ServiceNameForm.GroupedOnly) json.WriteString("groupName"u8, Service.Group);
        if (Clusters is not null) json.WriteString("clusters"u8, Clusters);
        json.WriteNumber("cacheMillis"u8, CacheMillis);
        json.WritePropertyName("hosts"u8);
        json.WriteRawValue(Hosts.Utf8, skipInputValidation: true);
        json.WriteNumber("lastRefTime"u8, LastRefTimeMs);
        json.WriteString("checksum"u8, ""u8);
        // 3.x spells it so, 1.x and 2.x the other way. True would make clients trust the data unseen.
        json.WriteBoolean("allIps"u8, false);
        json.WriteBoolean("allIPs"u8, false);
        json.WriteBoolean("reachProtectionThreshold"u8, form != ServiceNameForm.GroupedOnly && Hosts.ReachedProtection);
        json.WriteBoolean("valid"u8, true);
        json.WriteEndObject();
    }
}
