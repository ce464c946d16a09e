using System.CommandLine;
using System.Security.Authentication;
using Batata.Infrastructure.Cluster.Administration;
using Batata.Infrastructure.Cluster.Peers;
using Batata.Infrastructure.Cluster.Wire;
using Grpc.Core;

namespace Batata.Host.Commands.Cluster;

/// <summary>A call to the node that the command line means: found, made within its time, and its failures in words.</summary>
internal sealed class NodeContext(CommandContext context)
{
    private readonly Option<string?> _node = new("--node") { Description = "Ask this node of the cluster, by its main port; needs what its nodes have in common: batata.cluster.secret, batata.cluster.secret-file or batata.cluster.tls.*.", HelpName = "HOST[:PORT]", Recursive = true };
    private readonly Option<int?> _timeout = new("--timeout") { Description = "Seconds to wait for the answer.", HelpName = "SECONDS", Recursive = true };

    public IEnumerable<Option> Options => [_node, _timeout];

    public CommandContext Common => context;

    public CommandOutput Output(ParseResult line) => context.Output(line);

    /// <param name="patience">Unless <c>--timeout</c> says otherwise.</param>
    /// <exception cref="CommandFailedException">No node, no answer, or a refusal.</exception>
    public async Task<T> AskAsync<T>(ParseResult line, TimeSpan patience, Func<Admin.AdminClient, CallOptions, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var connection = NodeTarget.Connect(context.Settings(line), line.GetValue(_node));
        var seconds = line.GetValue(_timeout) is { } said ? TimeSpan.FromSeconds(said) : patience;
        try
        {
            return await ask(connection.Client, new CallOptions(deadline: DateTime.UtcNow + seconds, cancellationToken: cancellationToken));
        }
        catch (RpcException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (RpcException failed)
        {
            throw Explain(connection, failed);
        }
    }

    private static CommandFailedException Explain(AdminConnection connection, RpcException failed)
    {
        if (failed.Status.DebugException is { } cause && IsTls(cause))
            return new CommandFailedException($"{connection.Target} and this command do not have the same cluster secret, or do not trust each other's certificate", ExitCodes.Unreachable);
        if (PeerFailures.NeverArrived(failed))
            return new CommandFailedException($"{connection.Target} cannot be reached: {PeerFailures.Describe(failed)}", ExitCodes.Unreachable);
        return failed.StatusCode switch
        {
            StatusCode.DeadlineExceeded => new CommandFailedException($"{connection.Target} did not answer in time (--timeout)", ExitCodes.Unreachable),
            StatusCode.Unimplemented => new CommandFailedException($"{connection.Target} runs a release that does not know this command"),
            _ when failed.Status.DebugException is not null => new CommandFailedException($"the connection to {connection.Target} broke: {PeerFailures.Describe(failed)}", ExitCodes.Unreachable),
            _ => new CommandFailedException($"{connection.Target}: {failed.Status.Detail}"),
        };
    }

    // Either side refuses the other: here before the request, there after the handshake is over for this side.
    private static bool IsTls(Exception cause) =>
        cause is AuthenticationException || (cause is HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }) || (cause.InnerException is { } inner && IsTls(inner));
}
