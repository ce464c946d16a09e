using Batata.Api.Nacos.Grpc.Wire;
using Google.Protobuf;

namespace Batata.Api.Nacos.Grpc.Messages;

/// <summary>The class name of a message in Nacos' Java code: what the other side dispatches on.</summary>
internal sealed class PayloadType(string name)
{
    public string Name { get; } = name;

    /// <summary>How every payload of an answer of this type begins: its metadata, which hold nothing else.</summary>
    public ReadOnlyMemory<byte> Prefix { get; } = new Payload { Metadata = new Metadata { Type = name } }.ToByteArray();

    public override string ToString() => Name;
}
