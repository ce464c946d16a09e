using Batata.Application.Agents;
using Batata.Application.Cluster;
using Batata.Domain.Shared;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Api.Consul.Agent.Files;

/// <summary>
/// Registers what the configuration file defines, at the start and again when the agent is told to reload; what it no longer defines goes. What clients
/// registered is not touched. The file is read anew each time; of its settings a reload takes none.
/// </summary>
internal sealed partial class FileRegistrations(
    IMediator mediator, IAgentQueries agents, ILocalAgent local, INodeState node, IOptions<ConsulOptions> options, TimeProvider time, ILogger<FileRegistrations> logger)
    : BackgroundService, IAgentReload
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    public async Task<Outcome<bool>> ReloadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return (await RegisterAsync(cancellationToken)).Map(static _ => true);
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            return new Failure(FailureKind.Invalid, "agent.file", $"{options.Value.ConfigFile}: {e.Message}");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await node.FirstReady.WaitAsync(stoppingToken);
        while (true)
        {
            try
            {
                var registered = await ReloadAsync(stoppingToken);
                if (registered.Ok) return;
                LogRefused(registered.Failure.Message);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
            await Task.Delay(RetryAfter, time, stoppingToken);
        }
    }

    private async Task<Outcome<Done>> RegisterAsync(CancellationToken cancellationToken)
    {
        var definitions = await ReadAsync(cancellationToken);
        var (services, checks) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var register in definitions.Services(local.Node))
        {
            var registered = await mediator.Send(register, cancellationToken);
            if (!registered.Ok) return registered;
            services.Add(register.Service.Id);
            if (register.Sidecar is { } sidecar) services.Add(sidecar.Id);
        }
        foreach (var check in definitions.Checks(local.Node))
        {
            var registered = await mediator.Send(new RegisterAgentCheck(check), cancellationToken);
            if (!registered.Ok) return registered;
            checks.Add(check.Id);
        }
        return await RemoveOthersAsync(services, checks, cancellationToken);
    }

    private async Task<Outcome<Done>> RemoveOthersAsync(HashSet<string> services, HashSet<string> checks, CancellationToken cancellationToken)
    {
        foreach (var service in await agents.ServicesAsync(local.Node, cancellationToken))
        {
            if (!service.IsFromFile || services.Contains(service.Id)) continue;
            var removed = await mediator.Send(new DeregisterAgent(local.Node, IsService: true, service.Id, IsFromFile: true), cancellationToken);
            if (!removed.Ok) return removed;
        }
        foreach (var check in await agents.ChecksAsync(local.Node, cancellationToken))
        {
            // Those of a service in the file are that registration's matter.
            if (!check.IsFromFile || checks.Contains(check.Id) || services.Contains(check.State.ServiceId)) continue;
            var removed = await mediator.Send(new DeregisterAgent(local.Node, IsService: false, check.Id, IsFromFile: true), cancellationToken);
            if (!removed.Ok) return removed;
        }
        return default(Done);
    }

    private async Task<FileDefinitions> ReadAsync(CancellationToken cancellationToken)
    {
        if (options.Value.ConfigFile.Length == 0) return FileDefinitions.None;
        var file = ConsulFile.Parse(await File.ReadAllBytesAsync(options.Value.ConfigFile, cancellationToken), options.Value.RunsScripts);
        if (file.Problems.Count > 0) throw new FormatException(string.Join("; ", file.Problems));
        return file.Definitions;
    }

    [LoggerMessage(EventId = 3321, Level = LogLevel.Warning, Message = "Services and checks of the configuration file are not registered yet: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(EventId = 3322, Level = LogLevel.Error, Message = "Services and checks of the configuration file could not be registered; they will be tried again")]
    private partial void LogFailed(Exception exception);
}
