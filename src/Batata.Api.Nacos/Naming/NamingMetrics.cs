using System.Text.Json;
using Batata.Api.Nacos.Core;
using Batata.Application.Naming;

namespace Batata.Api.Nacos.Naming;

/// <summary>The numbers of the metrics calls. Protocol source: Nacos <c>MetricsInfo</c>, <c>OperatorV2Impl.metrics</c>.</summary>
internal sealed class NamingMetrics(INamingQueries queries, NamingServerStatus status, MachineLoad load)
{
    /// <param name="withResponsibleInstances">v1 alone has that number.</param>
    /// <param name="withMachine">v3 does not tell how busy the machine is.</param>
    public void Write(Utf8JsonWriter json, bool onlyStatus, bool withResponsibleInstances = false, bool withMachine = true)
    {
        json.WriteStartObject();
        json.WriteString("status"u8, NamingServerStatus.NameOf(status.Current));
        if (!onlyStatus)
        {
            var counts = queries.Count();
            json.WriteNumber("serviceCount"u8, counts.Services);
            json.WriteNumber("instanceCount"u8, counts.Instances);
            json.WriteNumber("subscribeCount"u8, counts.Subscriptions);
            if (withResponsibleInstances) json.WriteNumber("responsibleInstanceCount"u8, counts.Instances - counts.OfOthers.Instances);
            json.WriteNumber("clientCount"u8, counts.Clients);
            json.WriteNumber("connectionBasedClientCount"u8, counts.Connections);
            json.WriteNumber("ephemeralIpPortClientCount"u8, counts.EphemeralAddresses);
            json.WriteNumber("persistentIpPortClientCount"u8, counts.PersistentAddresses);
            json.WriteNumber("responsibleClientCount"u8, counts.Clients - counts.OfOthers.Clients);
            if (withMachine) WriteMachine(json);
        }
        json.WriteEndObject();
    }

    private void WriteMachine(Utf8JsonWriter json)
    {
        json.WriteNumber("cpu"u8, load.Cpu);
        json.WriteNumber("load"u8, MachineLoad.Average);
        json.WriteNumber("mem"u8, MachineLoad.Memory);
    }
}
