namespace Batata.Host.Lifetime;

/// <summary>Builds and starts the host, waits for its end, and turns what happened into an exit code.</summary>
internal static class HostRun
{
    public static async Task<int> RunToEndAsync(this IHostBuilder builder)
    {
        Exception? failure;
        using (var host = builder.Build())
        {
            failure = await StartAndWaitAsync(host);
        }
        // After the last log line is out, so that the reason is what one sees at the end.
        return failure is null ? Environment.ExitCode : StartFailure.Report(failure);
    }

    private static async Task<Exception?> StartAndWaitAsync(IHost host)
    {
        var application = host.Services.GetRequiredService<IHostApplicationLifetime>();
        try
        {
            await host.StartAsync();
        }
        catch (OperationCanceledException) when (application.ApplicationStopping.IsCancellationRequested)
        {
            return host.Services.GetRequiredService<StopReason>().Failure; // none: a signal came before the start was over
        }
        catch (Exception failure)
        {
            return failure;
        }
        await host.WaitForShutdownAsync();
        return host.Services.GetRequiredService<StopReason>().Failure;
    }
}
