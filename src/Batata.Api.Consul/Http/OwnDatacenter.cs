namespace Batata.Api.Consul.Http;

internal static class OwnDatacenter
{
    /// <summary>The request names no datacenter, or this one; the long name of the parameter counts first.</summary>
    public static bool IsOwnDatacenter(this ConsulOptions options, ConsulRequest request)
    {
        var named = request.Query.First("datacenter") is { Length: > 0 } longName ? longName : request.Query.First("dc");
        return named.Length == 0 || named == options.Datacenter;
    }
}
