using Batata.Api.Nacos.Grpc.Codec;
using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Dispatch;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;
using Google.Protobuf;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;

namespace Batata.Api.Nacos.Grpc;

/// <summary>
/// The two methods of the published contract, bound by hand: answers go straight to the wire, and bytes that are no payload reach the
/// service, since gRPC would log an error for each.
/// </summary>
internal sealed class SdkMethods(PayloadCodec codec) : IServiceMethodProvider<RequestDispatcher>, IServiceMethodProvider<StreamService>
{
    private static readonly Payload Broken = new();

    private static readonly Marshaller<Payload> Payloads = Marshallers.Create(Write, Read);

    /// <summary>What a message that is no payload ends with.</summary>
    public static RpcException NoPayload => new(new Status(StatusCode.Internal, "Invalid protobuf byte sequence"));

    public static bool IsBroken(Payload payload) => ReferenceEquals(payload, Broken);

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<RequestDispatcher> context)
    {
        var answers = Marshallers.Create<SdkResponse>(codec.Write, static _ => throw new NotSupportedException());
        var method = new Method<Payload, SdkResponse>(MethodType.Unary, "Request", "request", Payloads, answers);
        context.AddUnaryMethod(method, [], static (dispatcher, payload, call) => dispatcher.DispatchAsync(payload, call));
    }

    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<StreamService> context)
    {
        var method = new Method<Payload, Payload>(MethodType.DuplexStreaming, "BiRequestStream", "requestBiStream", Payloads, Payloads);
        context.AddDuplexStreamingMethod(method, [], static (service, requests, pushes, call) => service.RunAsync(requests, pushes, call));
    }

    private static void Write(Payload payload, SerializationContext context)
    {
        context.SetPayloadLength(payload.CalculateSize());
        payload.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    private static Payload Read(DeserializationContext context)
    {
        try
        {
            return Payload.Parser.ParseFrom(context.PayloadAsReadOnlySequence());
        }
        catch (InvalidProtocolBufferException)
        {
            return Broken;
        }
    }
}
