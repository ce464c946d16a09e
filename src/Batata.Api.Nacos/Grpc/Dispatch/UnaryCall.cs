using Batata.Api.Nacos.Grpc.Connections;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Grpc.Wire;
using Batata.Application.Audit;
using Batata.Application.Identity;

namespace Batata.Api.Nacos.Grpc.Dispatch;

/// <summary>Who calls, and with which headers.</summary>
internal readonly record struct UnaryCall(ClientConnection Connection, ClientInfo Client, Metadata Metadata, CancellationToken Aborted)
{
    /// <summary>Who asks, once that was found out.</summary>
    public Caller Caller { get; init; } = Caller.Anybody;

    /// <summary>Set when the call is kept.</summary>
    public AuditTrail? Trail { get; init; }

    /// <summary>A header of the envelope, else one in the body; names do not mind case. Null when there is none.</summary>
    public string? Header(SdkRequest request, string name)
    {
        foreach (var (key, value) in Metadata.Headers)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }
        if (request.Headers is not { } inBody) return null;
        foreach (var (key, value) in inBody)
        {
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        }
        return null;
    }
}
