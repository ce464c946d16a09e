using Batata.Api.Nacos.Core;
using Batata.Api.Nacos.Grpc.Messages;
using Batata.Api.Nacos.Push;
using Batata.Application.Cluster;
using Microsoft.Extensions.Logging;

namespace Batata.Api.Nacos.Grpc.Connections;

/// <summary>Counts the connections and asks clients to move to other nodes. Protocol source: Nacos 3.1 <c>ConnectionManager.loadCount</c>, <c>loadSingle</c>.</summary>
internal sealed partial class ConnectionLoad(ClientConnections connections, ClientQuestions questions, MachineLoad machine, ILogger<ConnectionLoad> log) : IClientLoad
{
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(3);

    public ClientLoad Current
    {
        get
        {
            var (all, sdks) = (0, 0);
            foreach (var connection in Registered())
            {
                all++;
                if (connection.Info!.FromSdk) sdks++;
            }
            return new ClientLoad(all, sdks, MachineLoad.Average, machine.Cpu);
        }
    }

    public IEnumerable<ClientConnection> Registered() => connections.All().Where(static connection => connection.IsRegistered);

    public int MoveDownTo(int count, string? redirectTo)
    {
        if (count <= 0) return 0;
        var over = connections.RegisteredCount - count; // connections that are no SDK's count too, and stay
        var told = 0;
        foreach (var connection in Registered())
        {
            if (told >= over) break;
            if (Tell(connection, redirectTo)) told++;
        }
        if (told > 0) LogMoving(told, count, redirectTo);
        return told;
    }

    /// <summary>A connection that is not there, or is no SDK's, is left alone.</summary>
    public void Move(string connectionId, string? redirectTo)
    {
        if (Registered().FirstOrDefault(one => one.Id == connectionId) is { } connection) Tell(connection, redirectTo);
    }

    private bool Tell(ClientConnection connection, string? redirectTo)
    {
        if (connection.Info is not { FromSdk: true }) return false;
        // Nobody waits for the answers: some SDKs give none (nacos-grpc §2.9).
        _ = questions.AskAsync(connection, ResetTo(connection, redirectTo), AnswerPatience);
        return true;
    }

    /// <summary>Nacos: an address without a port is none, and names the connection only together with one.</summary>
    private static ConnectResetRequest ResetTo(ClientConnection connection, string? redirectTo)
    {
        var colon = redirectTo?.LastIndexOf(':') ?? -1;
        return colon <= 0 ? new ConnectResetRequest() : new ConnectResetRequest(redirectTo![..colon].Trim('[', ']'), redirectTo[(colon + 1)..], connection.Id);
    }

    [LoggerMessage(EventId = 2045, Level = LogLevel.Information, Message = "Told {Told} clients to move, so that {Count} connections stay; to {RedirectTo}")]
    private partial void LogMoving(int told, int count, string? redirectTo);
}
