namespace Batata.Host.Lifetime;

/// <summary>Starts the host, waits for its end, and turns what happened into an exit code.</summary>
internal static class HostRun
{
    public static async Task<int> RunToEndAsync(this IHost host)
    {
        var application = host.Services.GetRequiredService<IHostApplicationLifetime>();
        try
        {
            await host.StartAsync();
        }
        catch (OperationCanceledException) when (application.ApplicationStopping.IsCancellationRequested)
        {
            return 0; // a signal came before the start was over
        }
        catch (Exception failure)
        {
            return StartFailure.Report(failure);
        }
        await host.WaitForShutdownAsync();
        return host.Services.GetRequiredService<StopReason>().Failure is { } reason ? StartFailure.Report(reason) : Environment.ExitCode;
    }
}
