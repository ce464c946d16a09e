using Batata.Application.Naming;

namespace Batata.Api.Nacos.Push.Naming;

/// <summary>Brings services to subscribers of one kind of client: over streams of gRPC, or in datagrams.</summary>
internal interface ISubscriberChannel
{
    NamingClientKind Kind { get; }

    /// <summary>Sends to those of <see cref="Kind"/> and leaves the others alone. Must not wait. For one thread.</summary>
    void Push(ServiceSnapshot snapshot, IReadOnlyList<IServiceSubscription> targets);
}
