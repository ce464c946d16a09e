using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Batata.Host.Settings;
using Batata.Infrastructure.Cluster.Peers;

namespace Batata.Host.Listeners.Tls;

/// <summary>
/// Looks at the files of certificates now and then, those between nodes among them. Says once a day that a certificate is about to expire.
/// </summary>
internal sealed partial class TlsReload(TlsPorts ports, PeerIdentity peers, BatataOptions options, TimeProvider time, ILogger<TlsReload> logger) : BackgroundService
{
    private const string BetweenNodes = "cluster";

    private DateOnly _complainedOn = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime); // the start has its own word

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (ports.ByName.Count == 0 && !peers.HasFiles) return;
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

    private void Look()
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        foreach (var port in ports.ByName.Values)
        {
            var isNew = port.Reload(out var problem);
            Tell(port.Name, port.Material.Certificate, isNew, problem, today);
        }
        if (peers.HasFiles)
        {
            var isNew = peers.Reload(out var problem);
            Tell(BetweenNodes, peers.Certificate, isNew, problem, today);
        }
        _complainedOn = today;
    }

    private void Tell(string port, X509Certificate2 certificate, bool isNew, string? problem, DateOnly today)
    {
        if (problem is not null) LogKept(port, problem);
        if (isNew)
        {
            var until = certificate.NotAfter.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
            LogTaken(port, certificate.Subject, until);
        }
        if ((isNew || today != _complainedOn) && CertificateDates.Complaint(certificate, time.GetUtcNow()) is { } complaint) LogComplaint(port, complaint);
    }

    [LoggerMessage(EventId = 1015, Level = LogLevel.Information, Message = "TLS of the {Port} port: a new certificate for {Subject}, valid until {Until}")]
    private partial void LogTaken(string port, string subject, string until);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Error, Message = "TLS of the {Port} port: the new files are not taken, the old certificate stays: {Problem}")]
    private partial void LogKept(string port, string problem);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "TLS of the {Port} port: {Complaint}")]
    private partial void LogComplaint(string port, string complaint);
}
