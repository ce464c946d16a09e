using Batata.Application.Abstractions;
using Batata.Infrastructure.Cluster.Wire;
using Batata.Infrastructure.Sessions;
using Grpc.Core;

namespace Batata.Infrastructure.Cluster.Peers;

/// <summary>What the other nodes ask the leader about sessions, <c>proto/cluster/session_calls.proto</c>.</summary>
internal sealed class SessionService(SessionRenewals renewals) : Wire.Sessions.SessionsBase
{
    public override async Task<RenewedSession> Renew(RenewSession request, ServerCallContext context)
    {
        var reply = new RenewedSession();
        try
        {
            if (await renewals.RenewHereAsync(request.Id, context.CancellationToken) is { } found) reply.Found = found;
        }
        catch (UnavailableException)
        {
            // It leads no more: nothing is said, and the other asks the next.
        }
        return reply;
    }
}
