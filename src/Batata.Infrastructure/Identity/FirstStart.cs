using System.Security.Cryptography;
using Batata.Application.Abstractions;
using Batata.Application.Cluster;
using Batata.Application.Identity;
using Batata.Domain.Identity;
using MediatR;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Batata.Infrastructure.Identity;

/// <summary>
/// What a new cluster needs before somebody can log in: a key that signs tokens, and the administrator whose password is in the settings. Every node
/// proposes both; the first proposal stays.
/// </summary>
internal sealed partial class FirstStart(
    IReplicatedLog log, IMediator mediator, IIdentityState accounts, INodeState node, IOptions<IdentityOptions> options, TimeProvider time, ILogger<FirstStart> logger)
    : BackgroundService, IFirstAccounts
{
    private const int KeyBytes = 64;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly TaskCompletionSource _made = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Made => _made.Task;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await node.FirstReady.WaitAsync(stoppingToken);
            while (!await TryAsync(stoppingToken)) await Task.Delay(Pause, time, stoppingToken);
            _made.TrySetResult();
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested || node.FirstReady.IsFaulted)
        {
            // The start was refused, or a stop was asked for: told elsewhere.
        }
    }

    /// <summary>Whatever goes wrong is tried again: nothing is worth ending the node for.</summary>
    private async Task<bool> TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await IsDoneAsync(cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogFailed(e);
            return false;
        }
    }

    private async Task<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        if (options.Value.TokenKey is null && accounts.Current.SigningKey is null)
        {
            var kept = await log.ProposeAsync(new KeepSecretEntry(KeepSecretEntry.SigningKey, Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes))), cancellationToken);
            if (!kept.Ok) return false;
            if (kept.Value) LogKey();
        }
        if (options.Value.AdminPassword is not { } password || accounts.Current.HasAdministrator)
        {
            if (!accounts.Current.HasAdministrator && options.Value.Enabled) LogNoAdministrator();
            return true;
        }
        var made = await mediator.Send(new CreateAdministrator(password), cancellationToken);
        if (made.Ok) LogAdministrator(IdentityNames.Administrator);
        return made.Ok || made.Failure.Code == IdentityFailures.AdministratorExistsCode;
    }

    [LoggerMessage(EventId = 1801, Level = LogLevel.Information, Message = "A key that signs login tokens was made; it is part of the replicated state")]
    private partial void LogKey();

    [LoggerMessage(EventId = 1802, Level = LogLevel.Information, Message = "The first administrator, {Name}, was made with the password of the settings")]
    private partial void LogAdministrator(string name);

    [LoggerMessage(EventId = 1803, Level = LogLevel.Warning, Message = "There is no administrator yet. Whoever calls POST /v3/auth/user/admin first becomes it")]
    private partial void LogNoAdministrator();

    [LoggerMessage(EventId = 1804, Level = LogLevel.Error, Message = "What a new cluster needs for logins could not be made; it will be tried again")]
    private partial void LogFailed(Exception exception);
}
