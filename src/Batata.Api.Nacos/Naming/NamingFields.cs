using Batata.Api.Nacos.Http;
using Batata.Api.Nacos.Params;
using Batata.Domain.Namespaces;
using Batata.Domain.Naming;
using Batata.Domain.Shared;

namespace Batata.Api.Nacos.Naming;

/// <summary>Fields that the forms of v2 and v3 have in common: a blank text has not come. Protocol source: the form classes of Nacos 3.1, <c>naming/model/form</c>.</summary>
internal static class NamingFields
{
    public static string NamespaceField(this NacosRequest request) => NamespaceId.Normalize(request["namespaceId"]);

    public static string GroupField(this NacosRequest request) => request.Field("groupName", ServiceKey.DefaultGroup);

    public static string ClusterField(this NacosRequest request) => request.Field("clusterName", Instance.DefaultCluster);

    /// <summary>The service as the newer calls name it: group and name apart, whatever stands in the name.</summary>
    /// <returns><c>naming.service_name</c> for a name that begins with the separator: others would read it as a service without a name.</returns>
    public static Outcome<ServiceKey> ServiceField(this NacosRequest request)
    {
        var name = request.Text("serviceName");
        return string.IsNullOrWhiteSpace(name) || name.StartsWith(ServiceKey.Separator, StringComparison.Ordinal)
            ? NamingFailures.Nameless()
            : new ServiceKey(request.NamespaceField(), request.GroupField(), name);
    }

    /// <summary>
    /// The service as the instance calls of v2 name it: they put group and name together and take them apart again, so of a name with a separator only
    /// what stands before it is left. Protocol source: Nacos 3.1 <c>InstanceControllerV2.buildCompositeServiceName</c>, <c>NamingUtils.getServiceName</c>.
    /// </summary>
    public static Outcome<ServiceKey> CompositeService(this NacosRequest request)
    {
        var service = request.ServiceField();
        return service.Ok && service.Value.Name.IndexOf(ServiceKey.Separator, StringComparison.Ordinal) is > 0 and var at
            ? service.Value with { Name = service.Value.Name[..at] }
            : service;
    }

    /// <summary>The service as a few calls of v2 name it: <c>group@@name</c>.</summary>
    public static Outcome<ServiceKey> GroupedService(string namespaceId, string name)
    {
        var at = name.IndexOf(ServiceKey.Separator, StringComparison.Ordinal);
        return at > 0 && at + ServiceKey.Separator.Length < name.Length ? ServiceKey.Of(namespaceId, name) : NamingFailures.UngroupedName();
    }

    public static Task RefuseAsync(this NacosRequest request, Failure failure) => request.Errors.RefusedAsync(request.Http, failure);

    /// <summary>The <c>ok</c> of the calls that have nothing to tell.</summary>
    public static Task ResultAsync<T>(this NacosRequest request, Outcome<T> outcome) =>
        outcome.Ok ? Answers.SuccessAsync(request.Http, "ok", BasicJson.Default.String) : request.RefuseAsync(outcome.Failure);

    /// <summary>Which metadata a form holds; blank is none.</summary>
    /// <param name="keepNulls">For what is registered; Nacos drops a JSON null from what overrides.</param>
    public static Outcome<Metadata> MetadataField(this NacosRequest request, bool keepNulls = false) => TwiceEncoded.Metadata(request["metadata"], keepNulls);

    public static NacosRoute TakesPage(this NacosRoute route) => route.Takes("pageNo", ParameterType.Int).Takes("pageSize", ParameterType.Int);
}
