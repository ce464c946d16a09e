using Batata.Host.Listeners.Tls;
using Batata.Host.Settings.Sources;

namespace Batata.Host.Settings;

/// <summary>Reads every certificate at the start, so that a wrong file is told then and with its setting, not by the first client.</summary>
internal static class TlsRules
{
    private const string Main = "batata.main.tls.";
    private const string Console = "batata.console.tls.";
    private const string Grpc = "batata.grpc.tls.";

    /// <param name="said">Who said a setting; null when nobody did.</param>
    public static void Apply(LoadedSettings settings, Func<string, SettingValue?> said, DateTimeOffset now)
    {
        var options = settings.Options;
        FollowMain(options.ConsoleTls, options.MainTls);
        Check(settings, Main, options.MainTls, said, now);
        // What the console has from the main port is wrong there already.
        if (options.Server.HasConsole && options.ConsoleTls.Certificate != options.MainTls.Certificate) Check(settings, Console, options.ConsoleTls, said, now);
        Check(settings, Grpc, options.GrpcTls, said, now);
    }

    // As in Nacos, where server.ssl.* holds for both.
    private static void FollowMain(TlsOptions console, TlsOptions main)
    {
        if (console.Certificate is not null || console.Enabled == false || !main.IsOn()) return;
        (console.Enabled, console.Certificate, console.Key, console.KeyPassword) = (main.Enabled, main.Certificate, main.Key, main.KeyPassword);
        if (console.ClientAuth == ClientAuth.None) (console.ClientAuth, console.ClientCa) = (main.ClientAuth, console.ClientCa ?? main.ClientCa);
        console.PlainTextToo ??= main.PlainTextToo;
    }

    private static void Check(LoadedSettings settings, string prefix, TlsOptions tls, Func<string, SettingValue?> said, DateTimeOffset now)
    {
        if (!tls.IsOn()) return;
        void Problem(string name, string why)
        {
            var value = said(prefix + name);
            var (key, shown, origin) = value is null ? (prefix + name, "", "") : (value.Key, name == TlsFile.KeyPassword ? "" : $" = \"{value.Text}\"", $" ({value.Origin})");
            settings.Problems.Add($"{key}{shown}: {why}{origin}");
        }
        if (tls.Certificate is null)
        {
            Problem("enabled", $"TLS needs a PEM file of a certificate, {prefix}{TlsFile.Certificate}, and one of its key, {prefix}{TlsFile.Key}");
            return;
        }
        if (tls.ClientAuth != ClientAuth.None && tls.ClientCa is null)
            Problem("client-auth", $"certificates of clients are checked against the roots in {prefix}{TlsFile.ClientCa}, which is not set");
        var problems = new List<TlsProblem>();
        var material = TlsMaterial.Load(tls, problems);
        foreach (var (name, why) in problems) Problem(name, why);
        if (material is not null && CertificateDates.Complaint(material.Certificate, now) is { } complaint) settings.Warnings.Add($"{said(prefix + TlsFile.Certificate)?.Key ?? prefix + TlsFile.Certificate}: {complaint}");
        if (tls is { ClientAuth: ClientAuth.Need, PlainTextToo: true })
            settings.Warnings.Add($"{prefix}client-auth demands certificates of clients, but {prefix}plain-text-too lets in those that speak no TLS.");
    }
}
