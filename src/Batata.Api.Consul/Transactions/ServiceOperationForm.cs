using Batata.Api.Consul.Bodies;
using Batata.Api.Consul.Catalog;
using Batata.Application.Transactions;
using Batata.Domain.Catalog;

namespace Batata.Api.Consul.Transactions;

/// <summary>A service as a transaction takes it: some of it is read and not stored. Protocol source: Consul <c>api.ServiceTxnOp</c>, <c>servicePreApply</c>.</summary>
internal sealed class ServiceOperationForm
{
    private static readonly BodyShape<NodeServiceForm> ServiceShape = NodeServiceForm.AddMembers(new BodyShape<NodeServiceForm>("api.AgentService"))
        .Text("ContentHash", static (_, _) => { })
        .Text("Namespace", static (_, _) => { })
        .Text("Partition", static (_, _) => { })
        .Text("Datacenter", static (_, _) => { });

    private static readonly IReadOnlyDictionary<string, ServiceAddress> NoAddresses = new Dictionary<string, ServiceAddress>();

    public static readonly BodyShape<ServiceOperationForm> Shape = new BodyShape<ServiceOperationForm>("api.ServiceTxnOp")
        .Text("Verb", static (form, verb) => form.Verb = verb)
        .Text("Node", static (form, node) => form.Node = node)
        .Object("Service", ServiceShape, static (form, service) => form.Service = service);

    public string Verb { get; private set; } = "";

    public string Node { get; private set; } = "";

    public NodeServiceForm Service { get; private set; } = new();

    /// <returns>Why it is refused before it runs; null when there is an operation.</returns>
    public string? Read(out TransactionOperation? operation)
    {
        operation = null;
        var verb = NodeOperationForm.VerbOf(Verb);
        if (verb != TransactionVerb.Get)
        {
            if ((Service.Problem() ?? (Service.IsEmpty ? NodeServiceForm.NoName : null)) is { } problem) return problem;
            if (verb is null) return $"unknown service operation: {Verb}";
        }
        var given = Service.Given;
        if (given.Proxy is { } proxy) given.Proxy = Stored(proxy);
        operation = new ServiceOperation(
            verb.Value, Service.ToInstance(Node) with { TaggedAddresses = NoAddresses, Ports = [], SocketPath = "", IsNative = false, LocalityJson = null });
        return null;
    }

    /// <summary>What of a proxy is taken over.</summary>
    private static ProxyForm Stored(ProxyForm given) => new()
    {
        DestinationServiceName = given.DestinationServiceName,
        DestinationServiceId = given.DestinationServiceId,
        LocalServiceAddress = given.LocalServiceAddress,
        LocalServicePort = given.LocalServicePort,
        LocalServiceSocketPath = given.LocalServiceSocketPath,
        MeshGateway = given.MeshGateway,
        TransparentProxy = given.TransparentProxy,
    };
}
