using System.Globalization;
using Batata.Host.Settings;

namespace Batata.Host.Listeners.Tls;

/// <summary>
/// Looks at the files of certificates now and then, by content: links that are turned, as Kubernetes and certbot do, show no event on the file.
/// Says once a day that a certificate is about to expire.
/// </summary>
internal sealed partial class TlsReload(TlsPorts ports, BatataOptions options, TimeProvider time, ILogger<TlsReload> logger) : BackgroundService
{
    private DateOnly _complainedOn = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime); // the start has its own word

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (ports.ByName.Count == 0) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Server.TlsReloadSeconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end.
        }
    }

    internal void Look()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var port in ports.ByName.Values)
        {
            var isNew = port.Reload(out var problem);
            if (problem is not null) LogKept(port.Name, problem);
            if (isNew)
            {
                var until = port.Material.Certificate.NotAfter.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
                LogTaken(port.Name, port.Material.Certificate.Subject, until);
            }
            if ((isNew || today != _complainedOn) && port.Material.Complaint(time.GetUtcNow()) is { } complaint) LogComplaint(port.Name, complaint);
        }
        _complainedOn = today;
    }

    [LoggerMessage(EventId = 1010, Level = LogLevel.Information, Message = "TLS of the {Port} port: a new certificate for {Subject}, valid until {Until}")]
    private partial void LogTaken(string port, string subject, string until);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Error, Message = "TLS of the {Port} port: the new files are not taken, the old certificate stays: {Problem}")]
    private partial void LogKept(string port, string problem);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "TLS of the {Port} port: {Complaint}")]
    private partial void LogComplaint(string port, string complaint);
}
