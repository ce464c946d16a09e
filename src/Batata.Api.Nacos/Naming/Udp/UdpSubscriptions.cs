using Batata.Application.Naming;
using Batata.Domain.Naming;
using Batata.Domain.Shared;
using Microsoft.AspNetCore.Http;

namespace Batata.Api.Nacos.Naming.Udp;

/// <summary>Clients of 1.x subscribe by asking for a list with a UDP port, and renew it with each further call.</summary>
internal sealed class UdpSubscriptions(IAddressNaming addresses, ISwitches switches)
{
    /// <param name="clientIp">As the client says; taken as it is, since it may sit behind something. Nothing is sent to what is no address.</param>
    /// <returns>Null when it is subscribed or not asked for; a client may hold only so many.</returns>
    public Failure? Renew(HttpRequest http, in ServiceKey service, string clientIp, int udpPort, string app, string clusters)
    {
        if (udpPort <= 0) return null;
        var agent = AgentOf(http);
        return PushAgent.TakesPushes(agent, switches.Current)
            ? addresses.Subscribe(service, new Subscriber($"{clientIp}:{udpPort}", agent, app, clientIp, udpPort, clusters)).Failure
            : null;
    }

    private static string AgentOf(HttpRequest http)
    {
        var agent = http.Headers.UserAgent.ToString();
        return string.IsNullOrWhiteSpace(agent) ? http.Headers["Client-Version"].ToString() : agent;
    }
}
