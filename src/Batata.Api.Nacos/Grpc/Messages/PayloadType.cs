using Batata.Api.Nacos.Grpc.Wire;

namespace Batata.Api.Nacos.Grpc.Messages;

/// <summary>The class name of a message in Nacos' Java code: what the other side dispatches on.</summary>
internal sealed class PayloadType(string name)
{
    public string Name { get; } = name;

    /// <summary>For responses, which carry nothing else. Shared by all of them: never changed.</summary>
    public Metadata Metadata { get; } = new() { Type = name };

    public override string ToString() => Name;
}
