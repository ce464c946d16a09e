using static Batata.Host.Settings.SettingTypes;

namespace Batata.Host.Settings.Catalogue;

/// <summary>TLS of each port for clients. The ports between nodes have their own (docs/adr/0009-node-to-node-tls.md).</summary>
internal static class TlsSettings
{
    private const string Nacos = "nacos.remote.server.rpc.tls.";

    public static SettingGroup Group => new("TLS",
    [
        .. Of("main", "the main port", static o => o.MainTls, "false",
            enabled: ["server.ssl.enabled"], certificate: ["server.ssl.certificate"], key: ["server.ssl.certificate-private-key"],
            password: ["server.ssl.key-password"], clientCa: ["server.ssl.trust-certificate"], clientAuth: ["server.ssl.client-auth"], plain: []),
        .. Of("console", "the console port; without a certificate of its own it has what the main port has", static o => o.ConsoleTls, "as the main port", [], [], [], [], [], [], []),
        .. Of("grpc", "the gRPC port", static o => o.GrpcTls, "true, unless client-auth is need",
            enabled: [Nacos + "enableTls"], certificate: [Nacos + "certChainFile"], key: [Nacos + "certPrivateKey"],
            password: [Nacos + "certPrivateKeyPassword"], clientCa: [Nacos + "trustCollectionCertFile"], clientAuth: [Nacos + "mutualAuthEnable"], plain: [Nacos + "compatibility"]),
        Number("batata.tls.reload-interval", 1, 86_400, o => o.Server.TlsReloadSeconds, (o, v) => o.Server.TlsReloadSeconds = v,
            "Seconds between looks at the files of certificates. New ones are taken for new connections; wrong ones are logged, and the old ones stay."),
    ]);

    private static IEnumerable<Setting> Of(
        string port, string where, Func<BatataOptions, TlsOptions> tls, string plainByDefault,
        string[] enabled, string[] certificate, string[] key, string[] password, string[] clientCa, string[] clientAuth, string[] plain)
    {
        var prefix = $"batata.{port}.tls.";
        yield return Maybe(prefix + "enabled", o => tls(o).Enabled, (o, v) => tls(o).Enabled = v, $"TLS on {where}.")
            with { Aliases = enabled, DefaultText = "true with a certificate", Example = "false" };
        yield return File(prefix + "certificate", o => tls(o).Certificate, (o, v) => tls(o).Certificate = v,
            "PEM file of the certificate, those between it and its root behind it.", "/etc/batata/tls.crt") with { Aliases = certificate };
        yield return File(prefix + "key", o => tls(o).Key, (o, v) => tls(o).Key = v,
            "PEM file of the private key.", "/etc/batata/tls.key") with { Aliases = key, DefaultText = "in the file of the certificate" };
        yield return File(prefix + "key-password", static _ => null, (o, v) => tls(o).KeyPassword = v,
            "Password of the private key, if it has one.", "secret") with { Aliases = password, Secret = true };
        yield return File(prefix + "client-ca", o => tls(o).ClientCa, (o, v) => tls(o).ClientCa = v,
            "PEM file of the roots that certificates of clients must lead to.", "/etc/batata/clients.crt") with { Aliases = clientCa };
        yield return Text(prefix + "client-auth", "none, want or need", o => Name(tls(o).ClientAuth), (o, text) => SetClientAuth(tls(o), text),
            "Whether clients show a certificate: none, want (a wrong one is refused, none is not) or need.") with { Aliases = clientAuth };
        yield return Maybe(prefix + "plain-text-too", o => tls(o).PlainTextToo, (o, v) => tls(o).PlainTextToo = v,
            "With TLS on, clients that speak none are served on the same port.") with { Aliases = plain, DefaultText = plainByDefault, Example = "true" };
    }

    private static Setting Maybe(string key, Func<BatataOptions, bool?> get, Action<BatataOptions, bool> set, string meaning) =>
        Text(key, "true or false", o => get(o) switch { true => "true", false => "false", null => null }, (options, text) =>
        {
            if (ParseSwitch(text) is not { } value) return false;
            set(options, value);
            return true;
        }, meaning);

    private static Setting File(string key, Func<BatataOptions, string?> get, Action<BatataOptions, string> set, string meaning, string example) =>
        Text(key, "a text", get, (options, text) =>
        {
            set(options, text);
            return true;
        }, meaning) with { DefaultText = "none", Example = example };

    private static string Name(ClientAuth auth) => auth switch
    {
        ClientAuth.Want => "want",
        ClientAuth.Need => "need",
        _ => "none",
    };

    // Nacos' mutualAuthEnable is a switch.
    private static bool SetClientAuth(TlsOptions tls, string text)
    {
        ClientAuth? auth = text.ToLowerInvariant() switch
        {
            "none" or "false" => ClientAuth.None,
            "want" => ClientAuth.Want,
            "need" or "true" => ClientAuth.Need,
            _ => null,
        };
        tls.ClientAuth = auth ?? tls.ClientAuth;
        return auth is not null;
    }
}
