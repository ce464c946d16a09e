using Batata.Api.Nacos.Http;

namespace Batata.Api.Nacos.Naming;

/// <summary>Narrows a list of clients by the parameters <c>ip</c> and <c>port</c>, each only when it was sent.</summary>
internal readonly record struct AddressFilter(string? Ip, int? Port)
{
    public static AddressFilter Of(NacosRequest request) => new(
        string.IsNullOrWhiteSpace(request["ip"]) ? null : request["ip"], string.IsNullOrWhiteSpace(request["port"]) ? null : request.Int("port"));

    public bool Lets(string ip, int port) => (Ip is null || Ip == ip) && (Port is null || Port == port);
}
