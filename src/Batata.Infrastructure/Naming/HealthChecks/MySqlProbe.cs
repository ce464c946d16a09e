using System.Net;
using System.Net.Sockets;
using Batata.Domain.Naming;
using MySqlConnector;

namespace Batata.Infrastructure.Naming.HealthChecks;

/// <summary>
/// Alive is who runs the statement. The default one finds out whether the server takes writes: one that is read only is a replica, and none
/// for the clients. A connection for each look. Protocol source: Nacos <c>MysqlHealthCheckProcessor</c>.
/// </summary>
internal sealed class MySqlProbe(TargetAddresses addresses) : IHealthProbe
{
    private const string ReadOnlyStatement = "show global variables where variable_name='read_only'";

    public string Type => "MYSQL";

    /// <summary>To connect and log in; the statement has a second of its own.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMilliseconds(500);

    public async ValueTask<ProbeOutcome> ProbeAsync(CheckTarget target, ProbeDeadline deadline)
    {
        if (await addresses.FindAsync(target, deadline.Token) is not { } endPoint) return TargetAddresses.NoAddress;
        var checker = (MySqlChecker)target.Checker;
        try
        {
            await using var connection = new MySqlConnection(ConnectionString(endPoint, checker));
            await connection.OpenAsync(deadline.Token);
            return await RunAsync(connection, checker.Command);
        }
        catch (MySqlException e)
        {
            return Of(e);
        }
        catch (MySqlProtocolException)
        {
            return ProbeOutcome.Down("it does not talk like a MySQL server");
        }
        catch (OperationCanceledException)
        {
            return ProbeOutcome.TimedOut;
        }
    }

    /// <summary>
    /// Ends by the time limit of statements, which closes the connection. A token would have the server end the statement, by a second
    /// connection, and some statements are then said to have succeeded.
    /// </summary>
    private static async Task<ProbeOutcome> RunAsync(MySqlConnection connection, string? wanted)
    {
        var statement = string.IsNullOrWhiteSpace(wanted) ? ReadOnlyStatement : wanted.Trim();
#pragma warning disable CA2100 // running the statement of the operator is what this is for
        await using var command = new MySqlCommand(statement, connection);
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        if (!statement.Equals(ReadOnlyStatement, StringComparison.OrdinalIgnoreCase)) return ProbeOutcome.Alive;
        if (!await reader.ReadAsync()) return ProbeOutcome.Down("the server does not say whether it is read only");
        return IsOff(reader.GetString(1)) ? ProbeOutcome.Alive : ProbeOutcome.Failing("the server is read only");
    }

    /// <summary>Newer servers know more than one way of being read only, so what is not off is on.</summary>
    private static bool IsOff(string readOnly) => readOnly is "0" || readOnly.Equals("OFF", StringComparison.OrdinalIgnoreCase);

    private static ProbeOutcome Of(MySqlException e)
    {
        if (e.ErrorCode == MySqlErrorCode.CommandTimeoutExpired || Cause<TimeoutException>(e) is not null || Cause<OperationCanceledException>(e) is not null)
            return ProbeOutcome.TimedOut;
        if (Cause<SocketException>(e) is { SocketErrorCode: var error })
            return error == SocketError.OperationAborted ? ProbeOutcome.TimedOut : SocketOutcomes.Of(error); // the connection was closed on this side: at a limit
        if (e.ErrorCode == MySqlErrorCode.UnableToConnectToHost) return ProbeOutcome.Down("cannot connect"); // all that is said of it, refused or unreachable
        return ProbeOutcome.Down($"MySQL error {e.Number} ({e.ErrorCode})"); // not its text, which may name the user
    }

    private static T? Cause<T>(Exception? e)
        where T : Exception
    {
        for (; e is not null; e = e.InnerException)
        {
            if (e is T found) return found;
        }
        return null;
    }

    private static string ConnectionString(IPEndPoint endPoint, MySqlChecker checker) => new MySqlConnectionStringBuilder
    {
        Server = endPoint.Address.ToString(),
        Port = (uint)endPoint.Port,
        UserID = checker.User ?? "",
        Password = checker.Password ?? "",
        SslMode = MySqlSslMode.Preferred,
        Pooling = false,
        ConnectionTimeout = 1,
        DefaultCommandTimeout = 1,
        CancellationTimeout = -1, // closes the connection and does not try to end the statement first
    }.ConnectionString;
}
