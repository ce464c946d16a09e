using System.Net.Sockets;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>What the end of a connection attempt says about the target.</summary>
internal static class SocketOutcomes
{
    private static readonly ProbeOutcome NothingLeft = ProbeOutcome.NotLooked("this node has no socket or port left for a check");

    public static ProbeOutcome Of(SocketError error) => error switch
    {
        SocketError.Success => ProbeOutcome.Alive,
        SocketError.TimedOut => ProbeOutcome.TimedOut,
        SocketError.ConnectionRefused => ProbeOutcome.Refused,
        SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable or SocketError.AddressNotAvailable => NothingLeft,
        _ => ProbeOutcome.Failing($"cannot connect: {error}"),
    };
}
