using System.Runtime.InteropServices;

namespace Batata.Host.Lifetime;

/// <summary>SIGTERM, SIGQUIT and the first SIGINT end the server in order; the second SIGINT ends the process where it stands.</summary>
internal sealed partial class SignalLifetime(IHostApplicationLifetime application, ILogger<SignalLifetime> logger) : IHostLifetime, IDisposable
{
    /// <summary>128 + 2, as shells report a death by SIGINT.</summary>
    private const int InterruptedExitCode = 130;

    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _interrupts;

    public Task WaitForStartAsync(CancellationToken cancellationToken)
    {
        foreach (var signal in (PosixSignal[])[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT])
            _registrations.Add(PosixSignalRegistration.Create(signal, Handle));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        foreach (var registration in _registrations) registration.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (context.Signal == PosixSignal.SIGINT && Interlocked.Increment(ref _interrupts) > 1) Environment.Exit(InterruptedExitCode);
        LogStopping(context.Signal);
        application.StopApplication();
    }

    [LoggerMessage(EventId = 1010, Level = LogLevel.Information, Message = "{Signal}: stopping")]
    private partial void LogStopping(PosixSignal signal);
}
